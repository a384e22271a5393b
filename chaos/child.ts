// A process of the run that is started again whenever it ends before it was told to, as a service manager would.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds before a process that ended is started again. */
const AGAIN_MS = 300;
/** Milliseconds in which it must be ready, with a database that may be away for a while. */
const READY_MS = 90_000;

export type Kept = {
  readonly name: string;
  pid(): number | undefined;
  /** kill -9; it is started again. */
  kill(): void;
  /** Waits until it says that it is ready. */
  ready(): Promise<void>;
  /** Asks it to finish and waits for that. */
  finish(): Promise<void>;
  /** Ends it at once and for good. */
  end(): Promise<void>;
};

type Options = {
  name: string;
  file: string;
  /** Settings of the process, as JSON, made anew for each start: `start` counts from 0. */
  settings: (start: number) => object;
  onText: (text: string) => void;
};

export function keep({ name, file, settings, onText }: Options): Kept {
  let starts = 0;
  let isOver = false;
  let child: ChildProcess | undefined;
  let isReady = false;
  let ended: Promise<void> = Promise.resolve();

  function launch(): void {
    isReady = false;
    const launched = spawn(process.execPath, [file, JSON.stringify(settings(starts++))], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child = launched;
    launched.stdin?.on('error', () => {});
    launched.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (/^ready$/m.test(text)) isReady = true;
    });
    launched.stderr?.setEncoding('utf8').on('data', (text: string) => onText(text));
    ended = new Promise((done) => {
      launched.once('exit', (code) => {
        isReady = false;
        isOver ||= code === 0; // It has finished, as it was asked to.
        done();
        if (!isOver) setTimeout(() => isOver || launch(), AGAIN_MS);
      });
    });
  }

  launch();
  return {
    name,
    pid: () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined),
    kill: () => void child?.kill('SIGKILL'),
    async ready() {
      const until = performance.now() + READY_MS;
      while (!isReady && !isOver) {
        if (performance.now() > until) throw new Error(`${name} did not become ready`);
        await sleep(20);
      }
    },
    async finish() {
      // One that was just killed comes back first: what it left open must be asked for.
      while (!isOver) {
        child?.stdin?.write('finish\n');
        await Promise.race([ended, sleep(500)]);
      }
    },
    async end() {
      isOver = true;
      child?.kill('SIGKILL');
      await ended;
    },
  };
}

/** In the child: `finish` when asked to, and an end with the parent. */
export function whenAsked(finish: () => void): void {
  process.stdin.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('finish')) finish();
  });
  process.stdin.on('end', () => process.exit(1));
}
