import { consoleRestrictionApi as api } from '#common/api/console-restrictions';
import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok } from '#common/result';
import { customerById, customerByLogin } from '#identity';
import { serve, type Server } from '#platform/http';
import {
  decideLifting,
  findRestriction,
  recordLooks,
  proposeLifting,
  type Restriction,
  restrict,
  restrictionsByDue,
  restrictionsEver,
} from '#risk';
import { maskEmail, maskPhone } from '../desk/mask.ts';
import type { SupportDeps } from '../deps.ts';
import { staffView, type StaffRestriction } from './staff-view.ts';

/** Rows of the desk; what is due first stands first, so the rest can wait. */
const DESK_MAX = 200;
/** Restrictions of one customer that are shown, lifted ones included. */
const HISTORY_MAX = 50;
const NOT_FOUND = { code: 'not_found' } as const satisfies Refusal<'not_found'>;

/** The desk of staff for risk. What is done stands under the own name; whoever is looked up is written down with the reason. */
export function restrictionRoutes(server: Server, deps: SupportDeps): void {
  deskRoutes(server, deps);
  const { db, clock } = deps;
  const shown = async (restriction: Restriction): Promise<StaffRestriction> => {
    const [view] = await staffView(db.read, clock, [restriction]);
    invariant(view !== undefined, 'one restriction has one view');
    return view;
  };
  serve(server, api.imposeRestriction, async ({ actor, body }) => {
    if (!(await customerById(db.read, body.customer))) return err(NOT_FOUND);
    const done = await db.transaction((tx) => restrict(tx, clock, { ...body, by: actor.id }));
    return done.ok ? ok(await shown(done.value)) : done;
  });
  serve(server, api.proposeLifting, async ({ actor, params: { id }, body }) => {
    const done = await db.transaction((tx) => proposeLifting(tx, clock, { id, ...body, by: actor.id }));
    if (!done.ok) return done;
    const restriction = await findRestriction(db.read, id);
    invariant(restriction !== null, `${id} was proposed to be lifted`);
    return ok(await shown(restriction));
  });
  serve(server, api.decideLifting, async ({ actor, params: { id }, body: { decision, note = null } }) => {
    const done = await db.transaction((tx) => decideLifting(tx, clock, { id, by: actor.id, decision, note }));
    return done.ok ? ok({ lifted: done.value !== null }) : done;
  });
}

function deskRoutes(server: Server, { db, clock }: SupportDeps): void {
  serve(server, api.restrictionDesk, async ({ actor }) => {
    const list = await restrictionsByDue(db.read, DESK_MAX);
    const customers = list.map(({ customer }) => customer);
    await recordLooks({ db, clock }, { staff: actor.id, customers, desk: 'restrictions' });
    return { items: await staffView(db.read, clock, list) };
  });
  serve(server, api.lookUpCustomer, async ({ actor, body: { query, reason }, locale }) => {
    const id: CustomerId | null = await customerByLogin(db.read, query, locale);
    const customer = id && (await customerById(db.read, id));
    if (!customer) return err(NOT_FOUND);
    await recordLooks(
      { db, clock },
      { staff: actor.id, customers: [customer.id], desk: 'restrictions', reason },
    );
    return ok({
      id: customer.id,
      name: customer.name,
      maskedEmail: maskEmail(customer.email),
      maskedPhone: maskPhone(customer.phone),
      handle: customer.handle,
      restrictions: await staffView(
        db.read,
        clock,
        await restrictionsEver(db.read, customer.id, HISTORY_MAX),
      ),
    });
  });
}
