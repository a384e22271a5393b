import { Readable } from 'node:stream';
import { api } from '#common/api/index';
import { err, ok } from '#common/result';
import { clientOf, requireAccessProof } from '#identity';
import { pageOfRange } from '#ledger';
import { serve, type Server } from '#platform/http';
import { Refused } from '#platform/problem';
import type { WalletDeps } from '../deps.ts';
import { FORMS } from './forms.ts';
import { isMoving } from './fold-range.ts';
import { figuresOf, issueStatement, meant } from './issue-statement.ts';
import { withEntries } from './lines.ts';
import { listMonths, spendingOf } from './list-months.ts';
import { canBeMade, fileNameOf, makeFile } from './make-file.ts';
import { findByMark, paperOf } from './paper.ts';
import { showFigures, showLine } from './show.ts';
import * as store from './store.ts';

export function statementRoutes(server: Server, deps: WalletDeps): void {
  const { db } = deps;
  serve(server, api.statementMonths, ({ actor }) => listMonths(deps, actor.id));

  serve(server, api.statementFigures, async ({ actor, query }) => {
    const found = await meant(deps, actor.id, query);
    if (!found.ok) return found;
    return ok(showFigures(found.value, await figuresOf(deps, actor.id, found.value)));
  });

  serve(server, api.statementLines, async ({ actor, query }) => {
    const { cursor, limit } = query;
    if (cursor !== undefined && !/^\d{1,19}$/.test(cursor)) return err({ code: 'malformed_request' });
    const found = await meant(deps, actor.id, query);
    if (!found.ok) return found;
    const { range } = found.value;
    if (range === null) return ok({ items: [], next: null });
    const from = cursor === undefined ? null : BigInt(cursor);
    const page = await pageOfRange(db.read, range, { from, limit });
    if (page === null) return err({ code: 'malformed_request' });
    // Holds and releases are left out, so a page may be shorter than was asked for.
    const lines = await withEntries(db.read, actor.id, page.lines.filter(isMoving));
    return ok({ items: lines.map(showLine), next: page.next === null ? null : String(page.next) });
  });

  serve(server, api.issueStatement, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    const asked = { customer: ctx.actor.id, client: clientOf(ctx), asked: ctx.body };
    const issued = await issueStatement(deps, asked);
    if (!issued.ok) return issued;
    const { id, code } = issued.value;
    return ok({ id, code, figures: showFigures(issued.value, issued.value) });
  });

  serve(server, api.statementPaper, async ({ actor, params }) => {
    const statement = await store.findStatement(db.read, actor.id, params.id);
    return statement ? ok(await paperOf(db.read, deps, statement)) : err({ code: 'not_found' });
  });

  serve(server, api.checkStatement, async ({ body }) => {
    const statement = await findByMark(db.read, body.mark);
    return statement ? ok(await paperOf(db.read, deps, statement)) : err({ code: 'not_found' });
  });

  serve(server, api.spending, ({ actor, query }) => spendingOf(deps, actor.id, query));
  fileRoute(server, deps);
}

function fileRoute(server: Server, deps: WalletDeps): void {
  serve(server, api.statementFile, async ({ actor, params, query, reply }) => {
    const statement = await store.findStatement(deps.db.read, actor.id, params.id);
    if (!statement) throw new Refused({ code: 'not_found' });
    const { begins } = statement.period;
    if (!(await canBeMade(deps, statement)))
      throw new Refused({ code: 'statement_archived', from: begins.toString() });
    const { form, language = actor.locale } = query;
    const file = Readable.from(makeFile(deps, statement, { form, language }));
    void reply
      .type(FORMS[form].type)
      .header('content-disposition', `attachment; filename="${fileNameOf(statement, form)}"`)
      .header('cache-control', 'private, no-store')
      .send(file);
  });
}
