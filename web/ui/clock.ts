import { useEffect, useState } from 'react';

/** Milliseconds by which the server's clock is ahead of this device; in the sandbox it can be days. */
let ahead = 0;

const deviceNow = (): number => performance.timeOrigin + performance.now();

const listeners = new Set<() => void>();
/** Milliseconds by which the clock must jump before what is shown is drawn anew. */
const JUMP_MS = 2_000;

/** Tells what time the server says it is (ISO 8601). Called by the API client for every answer that carries it. */
export function setServerNow(instant: string): void {
  const server = Date.parse(instant);
  if (!Number.isFinite(server)) return;
  const jump = Math.abs(server - now());
  ahead = server - deviceNow();
  if (jump > JUMP_MS) for (const listener of listeners) listener();
}

/** A moment by this device's clock, in milliseconds since 1970, as the server would have told it. */
export const onServerClock = (device: number): number => device + ahead;

/** The present moment by the server's clock, in milliseconds since 1970. */
export const now = (): number => deviceNow() + ahead;

/** The present moment, renewed every `seconds`: 60 for "today", 1 for a countdown. */
export function useNow(seconds: number): number {
  const [moment, setMoment] = useState(now);
  useEffect(() => {
    const look = (): void => setMoment(now());
    // The clock may have jumped between the first drawing and here.
    const first = setTimeout(() => setMoment((shown) => (Math.abs(now() - shown) > JUMP_MS ? now() : shown)));
    const timer = setInterval(look, seconds * 1000);
    listeners.add(look);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      listeners.delete(look);
    };
  }, [seconds]);
  return moment;
}
