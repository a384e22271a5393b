import type { z } from 'zod';
import type { payableRequestSchema } from '#common/api/money-request';
import type { CustomerId, MoneyRequestId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { customerById } from '#identity';
import type { WalletDeps } from '../deps.ts';
import { payeeFor } from '../payee/find-payee.ts';
import type { OverRefusal } from './decide.ts';
import type { MoneyRequest } from './money-request.ts';
import { whyNotPayable } from './pay-request.ts';
import { showRequests } from './show-request.ts';
import * as store from './store.ts';

type Payable = z.input<typeof payableRequestSchema>;
type Deps = Pick<WalletDeps, 'db' | 'clock' | 'publicUrl'>;
type OpenRefusal = Refusal<'not_found'> | OverRefusal;

/** A request that one person is asked by, ready to be paid. */
export async function openRequest(
  deps: Deps,
  payer: CustomerId,
  id: MoneyRequestId,
): Promise<Result<Payable, OpenRefusal>> {
  const request = await store.findRequest(deps.db.read, id);
  if (request?.payer !== payer || request.isHidden) return err({ code: 'not_found' });
  return payable(deps, payer, request);
}

/** The same by its link, for whoever has it. Looking changes nothing of it. */
export async function openLink(
  deps: Deps,
  payer: CustomerId,
  token: string,
): Promise<Result<Payable, OpenRefusal | Refusal<'payee_is_self'>>> {
  const request = await store.findByToken(deps.db.read, token);
  if (!request) return err({ code: 'not_found' });
  if (request.asker === payer) return err({ code: 'payee_is_self' });
  return payable(deps, payer, request);
}

async function payable(
  deps: Deps,
  payer: CustomerId,
  request: MoneyRequest,
): Promise<Result<Payable, OpenRefusal>> {
  const { db, clock } = deps;
  const why = whyNotPayable(request, clock.now());
  if (why) return err(why);
  const asker = await customerById(db.read, request.asker);
  invariant(asker !== null, `${request.asker} is a customer`);
  const payee = await payeeFor(deps, { payer, found: asker, request: request.id, isByHandle: false });
  const [shown] = await showRequests(db.read, deps, payer, [request]);
  invariant(shown !== undefined, 'one is shown for one');
  return ok({ request: shown, payee });
}
