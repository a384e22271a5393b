/** Keeps apart what may overlap and what has to be alone: someone who waits to be alone lets nobody else begin. */
export class Turns {
  private open = 0;
  private waitingAlone = 0;
  private whenNoneIsOpen: (() => void)[] = [];
  private lastAlone: Promise<unknown> = Promise.resolve();

  /** How many overlap now; endless while someone is or wants to be alone. */
  get busy(): number {
    return this.waitingAlone > 0 ? Number.POSITIVE_INFINITY : this.open;
  }

  /** Begins in this turn of the loop; call it only as `busy` allows. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    this.open += 1;
    try {
      return await work();
    } finally {
      this.open -= 1;
      if (this.open === 0) for (const go of this.whenNoneIsOpen.splice(0)) go();
    }
  }

  /** Begins when nothing else is under way, in the order of the calls. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    this.waitingAlone += 1;
    const before = this.lastAlone;
    const own = (async () => {
      await before;
      if (this.open > 0) await new Promise<void>((go) => this.whenNoneIsOpen.push(go));
      return work();
    })();
    this.lastAlone = own.catch(() => undefined);
    try {
      return await own;
    } finally {
      this.waitingAlone -= 1;
    }
  }
}
