/** What is kept of somebody, as it is handed out: flat, so that a table can show it. */
export type DataValue = string | number | boolean | null;
export type DataRow = Readonly<Record<string, DataValue>>;
/** One kind of what is kept, all rows of it. */
export type DataPart = { readonly name: string; readonly rows: readonly DataRow[] };
