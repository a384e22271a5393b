import { api } from '#common/api/index';
import { money, toWire } from '#common/money';
import type { MovableClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { serve, type Server } from '#platform/http';
import type { FollowedClock } from './clock.ts';
import type { World } from './newcomer.ts';
import { enterAs, PEOPLE } from './people.ts';
import { chargeBack, charges, moveSimulators, sentMessages, testCards, type RailCharge } from './rails.ts';
import { advanceBy } from './store.ts';

export type SandboxDeps = { db: Db; clock: MovableClock; followed: FollowedClock; world: World };

const clockView = (clock: MovableClock) => ({ now: clock.now().toString(), aheadSeconds: Math.floor(clock.offset().total('seconds')) });

const chargeView = ({ id, reference, status, amount, currency, decline_code, card, charged_back, created }: RailCharge) => ({
  id,
  reference,
  status,
  amount: toWire(money(BigInt(amount), currency)),
  card: `${card.brand} ${card.last4}`,
  declineCode: decline_code,
  chargedBack: toWire(money(BigInt(charged_back), currency)),
  createdAt: created,
});

/** The sandbox desk. Live wiring never calls this, so the paths do not exist there. */
export function routes(server: Server, { db, clock, followed, world }: SandboxDeps): void {
  const { rails } = world;
  serve(server, api.sandboxMessages, async ({ query }) => ({ items: await sentMessages(rails, query) }));
  serve(server, api.sandboxClock, async () => clockView(clock));
  serve(server, api.moveSandboxClock, async ({ body }) => {
    const ahead = await db.transaction((tx) => advanceBy(tx, BigInt(body.advanceSeconds)));
    // The outside world first: what falls due here may ask it.
    await moveSimulators(rails, ahead);
    await followed.look();
    return clockView(clock);
  });
  serve(server, api.sandboxCharges, async () => ({ items: (await charges(rails)).map(chargeView) }));
  serve(server, api.sandboxChargeback, async ({ params }) => chargeView(await chargeBack(rails, params.id)));
  serve(server, api.sandboxTestCards, async () => ({ items: await testCards(rails) }));
  serve(server, api.sandboxPeople, async ({ locale }) => ({
    items: PEOPLE.map(({ key, name, story, email, password, paymentPassword }) => ({ key, name, story: story[locale], email, password, paymentPassword })),
  }));
  serve(server, api.sandboxSignIn, async ({ params, reply }) => {
    const entered = await enterAs(world, params.key);
    if (!entered) return { ok: false, error: { code: 'not_found' } };
    void reply.header('set-cookie', entered.cookies);
    return { name: entered.name };
  });
}
