/** "1284530.18" as it is shown while it is typed: "1,284,530.18". */
export const grouped = (text: string): string => text.replace(/^\d+/, inThousands);

function inThousands(whole: string): string {
  const head = whole.length % 3 || 3;
  return [whole.slice(0, head), ...(whole.slice(head).match(/\d{3}/g) ?? [])].join(',');
}

/** Where the caret stands in the grouped text, so that as many characters of the figure are before it as there were. */
export function caretAfter(text: string, figuresBefore: number): number {
  let place = 0;
  for (let passed = 0; place < text.length && passed < figuresBefore; place++) {
    if (text[place] !== ',') passed++;
  }
  return place;
}

/** Characters of the figure before a caret: what is typed, without the grouping marks. */
export const figuresBefore = (text: string, caret: number): number =>
  text.slice(0, caret).replaceAll(/[^\d.．。０-９]/g, '').length;
