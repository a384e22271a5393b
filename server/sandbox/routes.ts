import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import { money, toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { MovableClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { serve, type Server } from '#platform/http';
import { Refused } from '#platform/problem';
import { bookUnasked, moodOf, sendMoney, setMood } from './bank-rail.ts';
import { correspondentMood, setCorrespondentMood } from './correspondent-rail.ts';
import { ewalletStands, setEwallet } from './ewallet-rail.ts';
import { chargeBack, charges, testCards, type RailCharge } from './card-rail.ts';
import { keepOutside, moveOutside, type FollowedClock } from './clock.ts';
import type { World } from './newcomer.ts';
import { enterAs, PEOPLE, type Entered } from './people.ts';
import { MAIL_POLICY, mailHtml, sentMessages } from './sent.ts';
import { advanceBy } from './store.ts';

export type SandboxDeps = {
  db: Db;
  clock: MovableClock;
  followed: FollowedClock;
  world: Omit<World, 'userAgent'>;
  /** Has the product fetch what the bank has said. */
  hearBank: () => Promise<void>;
  /** Has it fetch what the correspondent has said. */
  hearCorrespondent: () => Promise<void>;
};

/** The sandbox desk. Live wiring never calls this, so the paths do not exist there. */
export function routes(server: Server, deps: SandboxDeps): void {
  sentRoutes(server, deps);
  clockRoutes(server, deps);
  cardRoutes(server, deps);
  bankRoutes(server, deps);
  correspondentRoutes(server, deps);
  ewalletRoutes(server, deps);
  peopleRoutes(server, deps);
}

function sentRoutes(server: Server, { world: { rails } }: SandboxDeps): void {
  serve(server, api.sandboxMessages, async ({ query }) => ({ items: await sentMessages(rails, query) }));
  serve(server, api.sandboxMail, async ({ params, reply }) => {
    const html = await mailHtml(rails, params.id);
    if (html === null) throw new Refused({ code: 'not_found' });
    await reply
      .headers({ 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' })
      .type('text/html; charset=utf-8')
      .send(html);
  });
}

function clockRoutes(server: Server, { db, clock, followed, world: { rails } }: SandboxDeps): void {
  const view = () => ({
    now: clock.now().toString(),
    aheadSeconds: Math.floor(clock.offset().total('seconds')),
  });
  const outside = keepOutside(rails, clock);
  server.addHook('onClose', async () => outside.stop());
  serve(server, api.sandboxClock, view);
  serve(server, api.moveSandboxClock, async ({ body }) => {
    const ahead = await db.transaction((tx) => advanceBy(tx, BigInt(body.advanceSeconds)));
    // The outside world first: what falls due here may ask it.
    await moveOutside(rails, ahead);
    await followed.look();
    return view();
  });
}

const BRANDS: Record<string, string> = { visa: 'Visa', mastercard: 'Mastercard', unionpay: 'UnionPay' };

const chargeView = ({
  amount,
  currency,
  card,
  decline_code,
  charged_back,
  created,
  ...rest
}: RailCharge) => ({
  ...rest,
  amount: toWire(money(BigInt(amount), currency)),
  card: `${BRANDS[card.brand] ?? card.brand} ${card.last4}`,
  declineCode: decline_code,
  chargedBack: toWire(money(BigInt(charged_back), currency)),
  createdAt: created,
});

function cardRoutes(server: Server, { world: { rails } }: SandboxDeps): void {
  serve(server, api.sandboxCharges, async () => ({ items: (await charges(rails)).map(chargeView) }));
  serve(server, api.sandboxChargeback, async ({ params }) => {
    const charge = await chargeBack(rails, params.id);
    return charge ? ok(chargeView(charge)) : err({ code: 'not_found' });
  });
  serve(server, api.sandboxTestCards, async () => ({ items: await testCards(rails) }));
}

function bankRoutes(server: Server, { hearBank, world: { rails } }: SandboxDeps): void {
  const { bank } = rails;
  const none = err({ code: 'not_found' } as const);
  serve(server, api.sandboxBank, async () => (bank ? ok({ mood: await moodOf(bank) }) : none));
  serve(server, api.sandboxBankMood, async ({ body: { mood } }) => {
    if (!bank) return none;
    const set = await setMood(bank, mood);
    await hearBank();
    return ok({ mood: set });
  });
  serve(server, api.sandboxBankBooking, async ({ body }) => {
    const bankReference = bank ? await bookUnasked(bank, body) : null;
    if (bankReference === null) return none;
    await hearBank();
    return ok({ bankReference });
  });
  serve(server, api.sandboxTransfer, async ({ body: { amount, ...from } }) => {
    const bankReference = bank ? await sendMoney(bank, { amount, ...from }) : null;
    if (bankReference === null) return none;
    await hearBank();
    return ok({ bankReference });
  });
}

function correspondentRoutes(server: Server, { hearCorrespondent, world: { rails } }: SandboxDeps): void {
  const { correspondent } = rails;
  const none = err({ code: 'not_found' } as const);
  serve(server, api.sandboxCorrespondent, async () =>
    correspondent ? ok({ mood: await correspondentMood(correspondent) }) : none,
  );
  serve(server, api.sandboxCorrespondentMood, async ({ body: { mood } }) => {
    if (!correspondent) return none;
    const set = await setCorrespondentMood(correspondent, mood);
    await hearCorrespondent();
    return ok({ mood: set });
  });
}

function ewalletRoutes(server: Server, { world: { rails } }: SandboxDeps): void {
  const { ewallet } = rails;
  const none = err({ code: 'not_found' } as const);
  serve(server, api.sandboxEwallet, async () => (ewallet ? ok(await ewalletStands(ewallet)) : none));
  serve(server, api.sandboxEwalletMood, async ({ body }) =>
    ewallet ? ok(await setEwallet(ewallet, body)) : none,
  );
}

function peopleRoutes(server: Server, { world }: SandboxDeps): void {
  serve(server, api.sandboxPeople, async ({ locale }) => ({
    items: PEOPLE.map(({ key, name, story, email, password, paymentPassword }) => {
      return { key, name, story: story[locale], email, password, paymentPassword };
    }),
  }));
  serve(server, api.sandboxSignIn, async ({ params, reply, userAgent }) => {
    const entered = await entry({ ...world, userAgent }, params.key);
    if (!entered.ok) return entered;
    void reply.header('set-cookie', entered.value.cookies);
    return ok({ name: entered.value.name });
  });
}

type EntryRefusal = Refusal<'not_found' | 'sign_in_failed' | 'sign_in_paused'>;

/** A visitor may have changed a demo person's password: that is said, like any refusal. */
async function entry(world: World, key: string): Promise<Result<Entered, EntryRefusal>> {
  try {
    const entered = await enterAs(world, key);
    return entered ? ok(entered) : err({ code: 'not_found' });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.code === 'sign_in_failed') return err({ code: 'sign_in_failed' });
    if (error.code !== 'sign_in_paused') throw error;
    const { until } = error.facts;
    return err({ code: 'sign_in_paused', until: typeof until === 'string' ? until : '' });
  }
}
