import { apiClient, type Call } from '#common/api/client';
import { type Actor, type CustomerActor, GUEST, type StaffActor } from '#platform/actor';
import type { Clock } from '#platform/clock';
import { randomToken } from '#platform/crypto';
import type { Db } from '#platform/db';
import { createServer, type HttpOptions, type Server } from '#platform/http';
import { newId } from '#platform/ids';
import { createLog, type Logger } from '#platform/log';

export const ORIGIN = 'http://okpay.test';

/** Sessions that exist in a test without an identity room: a token opens whoever it was given to. */
export type TestSessions = {
  readonly options: Pick<HttpOptions, 'authenticate'>;
  /** Signs somebody in and gives the cookie that proves it. */
  customer(actor?: Partial<CustomerActor>): { readonly actor: CustomerActor; readonly cookie: string };
  staff(actor?: Partial<StaffActor>): { readonly actor: StaffActor; readonly cookie: string };
  end(actor: Actor): void;
  readonly live: ReadonlySet<string>;
};

export function testSessions(): TestSessions {
  const actors = new Map<string, CustomerActor | StaffActor>();
  const signIn = <A extends CustomerActor | StaffActor>(
    actor: A,
    name: string,
  ): { actor: A; cookie: string } => {
    const token = randomToken();
    actors.set(token, actor);
    return { actor, cookie: `${name}=${token}` };
  };
  return {
    options: {
      authenticate: async ({ kind, token }) =>
        (actors.get(token)?.kind === kind ? actors.get(token) : undefined) ?? GUEST,
    },
    customer: (actor) =>
      signIn(
        {
          kind: 'customer',
          id: newId('cus'),
          sessionId: newId('ses'),
          verified: true,
          locale: 'en',
          ...actor,
        },
        'okpay',
      ),
    staff: (actor) =>
      signIn(
        { kind: 'staff', id: newId('stf'), sessionId: newId('ses'), role: 'agent', locale: 'en', ...actor },
        'okpay_staff',
      ),
    end(actor) {
      for (const [token, known] of actors)
        if (actor.kind !== 'guest' && known.sessionId === actor.sessionId) actors.delete(token);
    },
    get live() {
      return new Set([...actors.values()].map(({ sessionId }) => sessionId));
    },
  };
}

type TestServerOptions = {
  db: Db;
  clock: Clock;
  sessions?: TestSessions;
  log?: Logger;
} & Partial<HttpOptions>;

/** A server as the product has it, whose sentences are its codes. Add routes, then `listening`. */
export const testServer = ({
  sessions = testSessions(),
  log = createLog({ level: 'silent' }),
  ...options
}: TestServerOptions): Promise<Server> =>
  createServer({
    publicOrigins: [ORIGIN],
    secure: false,
    trustedProxies: [],
    render: ({ code }, locale) => ({ title: `${locale} ${code}`, detail: `${locale} detail` }),
    log,
    ...sessions.options,
    ...options,
  });

/** Begins to serve on a free port of the loopback. */
export const listening = (server: Server): Promise<string> => server.listen({ port: 0, host: '127.0.0.1' });

/** A typed client as a browser of ours would be: with its Origin and, if given, a session's cookie. */
export const caller = (base: string, cookie?: string, headers: Record<string, string> = {}): Call =>
  apiClient({
    base,
    fetch: (url, init) => fetch(url, init),
    headers: () => ({ origin: ORIGIN, ...(cookie ? { cookie } : {}), ...headers }),
  });
