import { useEffect, useState } from 'react';

/** Milliseconds by which the server's clock is ahead of this device; in the sandbox it can be days. */
let ahead = 0;

const deviceNow = (): number => performance.timeOrigin + performance.now();

/** Tells what time the server says it is (ISO 8601). Called by the API client for every answer that carries it. */
export function setServerNow(instant: string): void {
  const server = Date.parse(instant);
  if (Number.isFinite(server)) ahead = server - deviceNow();
}

/** The present moment by the server's clock, in milliseconds since 1970. */
export const now = (): number => deviceNow() + ahead;

/** The present moment, renewed every `seconds`: 60 for "today", 1 for a countdown. */
export function useNow(seconds: number): number {
  const [moment, setMoment] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return moment;
}
