/**
 * The central bank's simulator: publishes reference rates once a working day, by its own clock, in the bank's form.
 * Environment: PORT, HOST, DATA_DIR.
 */
import { createClock } from '../shared/clock.ts';
import { answerOnlyTo, createServer, hangUp, portOf, refuse, serveClock } from '../shared/gate.ts';
import { announceReady, readSettings, stopWithParent } from '../shared/process.ts';
import { dailyXml, publishedDay } from './daily.ts';

/** What goes wrong out there, as tests and the sandbox desk want it. `stoppedOn`: nothing newer comes out after that day. */
type Knobs = { answer: 'rates' | 'unavailable' | 'cut' | 'garbage'; stoppedOn: string | null };

const settings = readSettings();
const clock = createClock();
const noTrouble: Knobs = { answer: 'rates', stoppedOn: null };
const knobs: Knobs = { ...noTrouble };
const server = createServer();
answerOnlyTo(server, [settings.host]);
serveClock(server, clock);

server.get('/stats/eurofxref/eurofxref-daily.xml', (request, reply) => {
  if (knobs.answer === 'unavailable') return refuse(reply, 503, 'unavailable', 'No rates at the moment.');
  if (knobs.answer === 'cut') return hangUp(request, reply);
  const newest = publishedDay(clock.millis());
  const day = knobs.stoppedOn !== null && knobs.stoppedOn < newest ? knobs.stoppedOn : newest;
  const xml = dailyXml(day);
  return reply.type('text/xml').send(knobs.answer === 'garbage' ? xml.slice(0, xml.length / 2) : xml);
});

const body = {
  type: 'object',
  additionalProperties: false,
  properties: {
    answer: { enum: ['rates', 'unavailable', 'cut', 'garbage'] },
    stoppedOn: { type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  },
};
server.get('/control/knobs', () => knobs);
server.post<{ Body: Partial<Knobs> }>('/control/knobs', { schema: { body } }, (request) =>
  Object.assign(knobs, request.body),
);
server.post('/control/reset', () => Object.assign(knobs, noTrouble));

await server.listen({ host: settings.host, port: settings.port });
stopWithParent(() => server.close());
announceReady({ port: portOf(server) });
