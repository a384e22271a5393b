/**
 * Addresses of the two pages that a token opens. They begin with the address that the operator has set, never with what a request
 * names as its host; the token stands behind the #, so that it reaches no log and no other site.
 */
export const emailLink = (publicUrl: string, token: string): string =>
  new URL(`/verify-email#token=${token}`, publicUrl).href;
export const invitationLink = (publicUrl: string, token: string): string =>
  new URL(`/console/invitation#token=${token}`, publicUrl).href;
