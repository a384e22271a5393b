import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Every figure of this process. Labels are route patterns, codes and names of ours: never ids, never what people typed. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: 'okpay_' });
const registers = [registry];

/** Seconds; from the fastest page to what a person gives up on. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

export const httpDuration = new Histogram({
  name: 'okpay_http_request_seconds', help: 'Time from the first byte of a request to the end of its answer', registers, buckets: BUCKETS,
  labelNames: ['method', 'route', 'status'] as const,
}); // prettier-ignore
export const httpRefusals = new Counter({
  name: 'okpay_http_refusals_total',
  help: 'Problems answered, by code',
  registers,
  labelNames: ['code'] as const,
});
export const httpInFlight = new Gauge({
  name: 'okpay_http_in_flight',
  help: 'Requests being answered',
  registers,
});

export const outboxRouted = new Counter({
  name: 'okpay_outbox_routed_total',
  help: 'Outbox rows routed',
  registers,
  labelNames: ['kind'] as const,
});
export const outboxWaiting = new Gauge({
  name: 'okpay_outbox_waiting',
  help: 'Outbox rows not yet routed, and deliveries not yet done',
  registers,
});
export const outboxLag = new Gauge({
  name: 'okpay_outbox_lag_seconds',
  help: 'Age of the oldest outbox row not yet routed',
  registers,
});
export const deliveries = new Counter({
  name: 'okpay_deliveries_total',
  help: 'Events handled by subscribers',
  registers,
  labelNames: ['subscriber', 'outcome'] as const,
});
export const deliveriesParked = new Gauge({
  name: 'okpay_deliveries_parked',
  help: 'Deliveries given up after all attempts: somebody must look',
  registers,
});

export const archiveFailing = new Gauge({
  name: 'okpay_archive_failing',
  help: '1 while PostgreSQL cannot copy its WAL into the archive: its disk fills, and a lost disk costs more than a minute',
  registers,
});

export const jobs = new Counter({
  name: 'okpay_jobs_total',
  help: 'Jobs run',
  registers,
  labelNames: ['job', 'outcome'] as const,
});
export const jobDuration = new Histogram({
  name: 'okpay_job_seconds',
  help: 'Time a job ran',
  registers,
  buckets: BUCKETS,
  labelNames: ['job'] as const,
});
export const timersFired = new Counter({
  name: 'okpay_timers_fired_total',
  help: 'Timers that fell due',
  registers,
});

export const streamsOpen = new Gauge({ name: 'okpay_streams_open', help: 'Open event streams', registers });
export const hintsSent = new Counter({
  name: 'okpay_hints_sent_total',
  help: 'Hints written to event streams',
  registers,
});
export const signInsWrong = new Counter({
  name: 'okpay_sign_ins_wrong_total',
  help: 'Tries to sign in as a customer that let nobody in',
  registers,
});
export const signInAlarm = new Gauge({
  name: 'okpay_sign_in_alarm',
  help: '1 while more tries were wrong within ten minutes than OKPAY_SIGN_IN_ALARM: somebody may try a list of passwords',
  registers,
});
export const rateLimited = new Counter({
  name: 'okpay_rate_limited_total',
  help: 'Requests refused by a rate rule',
  registers,
  labelNames: ['scope'] as const,
});
