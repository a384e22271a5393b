import type { Forms } from './statement.ts';
import { writeCamt053 } from './write-camt053.ts';
import { writeCsv } from './write-csv.ts';
import { writeJournal } from './write-journal.ts';
import { writePdf } from './write-pdf.ts';

/** Every form in which a statement is handed out. */
export const FORMS: Forms = {
  pdf: { extension: 'pdf', type: 'application/pdf', write: writePdf },
  csv: { extension: 'csv', type: 'text/csv; charset=utf-8', write: writeCsv },
  camt053: { extension: 'xml', type: 'application/xml; charset=utf-8', write: writeCamt053 },
  journal: { extension: 'journal', type: 'text/plain; charset=utf-8', write: writeJournal },
};
