// One process at a time looks after a folder: the file names it, and is taken over when that process is gone.
import fs from 'node:fs';
import { isCode } from './embedded-postgres-files.ts';
import { OperatorError } from './operator-error.ts';
import { isAlive, processMark } from './postmaster.ts';

/** Takes the folder for this process, or refuses while another one has it. Answers how to give it back. */
export function keepFolder(folder: string, name: string): () => void {
  const file = `${folder}/${name}`;
  for (;;) {
    try {
      fs.writeFileSync(file, processMark(process.pid), { flag: 'wx', mode: 0o600 });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const mark = fs.readFileSync(file, 'utf8');
    const pid = Number(mark.split(' ')[0]);
    if (pid && isAlive(pid) && processMark(pid) === mark) {
      throw new OperatorError(
        `the data folder ${folder} is in use by process ${pid}: stop it first, or set OKPAY_DATA to another folder`,
      );
    }
    fs.rmSync(file, { force: true });
  }
}
