/** The sandbox desk: a clock that can be moved, what was sent, the card rail, demo people. Only wiring knows this room. */
export { followClock } from './clock.ts';
export { routes } from './routes.ts';
export type { RailAddresses } from './outside.ts';
