import { consoleIdentityApi, identityProofApi } from '#common/api/identity-proof';
import type { Refusal } from '#common/reasons';
import { ok, type Result } from '#common/result';
import { serve, type Server } from '#platform/http';
import { Refused } from '#platform/problem';
import type { IdentityDeps } from '../deps.ts';
import type { Proof } from './proof.ts';
import { decideProof, openProof, proofQueue } from './review-proof.ts';
import { insertLook, waitingProof } from './review-store.ts';
import { pageOf, showIdentity, type ShownProof, showProof } from './show-proof.ts';
import { findOwnProof } from './store.ts';
import { answerProof, beginProof, sendFile, submitProof, withdrawProof } from './write-proof.ts';

export function identityProofRoutes(server: Server, deps: IdentityDeps): void {
  const api = identityProofApi;
  const shown = async <E extends Refusal>(done: Result<Proof, E>): Promise<Result<ShownProof, E>> => {
    if (!done.ok) return done;
    const { customer, id } = done.value;
    return ok(
      await showProof(deps.db.read, deps, (await findOwnProof(deps.db.read, customer, id)) ?? done.value),
    );
  };
  serve(server, api.identity, ({ actor }) => showIdentity(deps, actor));
  serve(server, api.beginProof, async ({ actor, body }) =>
    shown(await beginProof(deps, actor.id, body.tier)),
  );
  serve(server, api.answerProof, async ({ actor, params: { id }, body }) =>
    shown(await answerProof(deps, { customer: actor.id, id }, body.answers)),
  );
  serve(server, api.sendProofFile, async ({ actor, params: { id }, query: { item }, rawBody }) =>
    shown(await sendFile(deps, { customer: actor.id, id, item, bytes: rawBody })),
  );
  serve(server, api.submitProof, async ({ actor, params: { id } }) =>
    shown(await submitProof(deps, { customer: actor.id, id })),
  );
  serve(server, api.withdrawProof, async ({ actor, params: { id } }) => {
    const done = await withdrawProof(deps, { customer: actor.id, id });
    return done.ok ? ok(await showIdentity(deps, actor)) : done;
  });
  serve(server, api.proofFile, async ({ actor, params: { id }, query: { page }, reply }) => {
    const found = await pageOf(deps, { id, page, customer: actor.id });
    if (!found) throw new Refused({ code: 'not_found' });
    void reply.type('image/jpeg').send(found.jpeg);
  });
  staffRoutes(server, deps);
}

function staffRoutes(server: Server, deps: IdentityDeps): void {
  const api = consoleIdentityApi;
  const { db, clock } = deps;
  serve(server, api.proofQueue, async ({ actor }) => ({ items: await proofQueue(deps, actor.id) }));
  serve(server, api.openProof, ({ actor, params: { id } }) => openProof(deps, { id, staff: actor.id }));
  serve(server, api.decideProof, ({ actor, params: { id }, body }) =>
    decideProof(deps, { id, staff: actor.id }, body),
  );
  serve(server, api.proofFileForStaff, async ({ actor, params: { id }, query: { page }, reply }) => {
    const found = await pageOf(deps, { id, page, customer: 'anyone' });
    // What is decided is in nobody's queue: whoever needs it again finds it by a new proof, not by an old address.
    const waits = found && (await waitingProof(db.read, found.file.proof));
    if (!found || !waits) throw new Refused({ code: 'not_found' });
    const { proof, customer } = found.file;
    await insertLook(db.read, { staff: actor.id, customer, proof, file: id }, clock.now());
    void reply.type('image/jpeg').send(found.jpeg);
  });
}
