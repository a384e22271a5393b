/** Milliseconds after which the browser has begun to save. */
const BEGUN_MS = 1_000;

/** Hands a file to the browser, as a download. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), BEGUN_MS);
}
