/** Where a person wanted to go before signing in; only paths of this app, so that no link can lead elsewhere. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])[\w\-/?=&%.]*$/.test(next) ? next : '/home';
}
