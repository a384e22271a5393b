/** Version of the terms that a person accepts at registration: the date of the text in `web/site/legal/<language>/terms.md`. */
export const TERMS_VERSION = '2026-11-01';
