import type { DataPart } from '#common/data-part';
import type { CustomerId } from '#common/id';
import type { Reader } from './db.ts';

/** What one room keeps of a customer. Each room hands in its own; nobody reads another's tables. */
export type DataSource = (read: Reader, customer: CustomerId) => Promise<readonly DataPart[]>;
