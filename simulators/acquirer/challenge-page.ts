import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Acquirer, type Charge, type Language, type Theme } from './books.ts';
import { answerChallenge, CODE_ATTEMPTS } from './charges.ts';
import { sealPage } from '../shared/pages/assets.ts';
import { digitsOf } from './pages/card-number.ts';
import { html, type Html, icon } from '../shared/pages/html.ts';
import { amountText, fill } from '../shared/pages/text.ts';
import { cardName, CHALLENGE_TEXTS } from './texts.ts';

type Answer = { action?: string; code?: string };
type ChallengeQuery = { lang?: string; theme?: string };

/** The bank's page between the customer and the charge. It works without script. */
export function serveChallenge(server: FastifyInstance, acquirer: Acquirer): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 2_000 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  server.get<{ Params: { id: string }; Querystring: ChallengeQuery }>('/challenge/:id', (request, reply) => {
    const charge = acquirer.books.charges.get(request.params.id);
    if (charge === undefined) return showUnknown(reply, request.query.lang === 'en' ? 'en' : 'zh-CN');
    return show(reply, acquirer, charge, request.query);
  });
  server.post<{ Params: { id: string }; Querystring: ChallengeQuery; Body: Answer | null }>(
    '/challenge/:id',
    async (request, reply) => {
      const charge = acquirer.books.charges.get(request.params.id);
      if (charge === undefined) return showUnknown(reply, 'zh-CN');
      const answer = request.body ?? {};
      const action = answer.action === 'cancel' ? 'cancel' : 'approve';
      const outcome = await answerChallenge(acquirer, charge, { action, code: digitsOf(answer.code ?? '') });
      // The result is not in the address: the merchant asks for it by its own reference.
      return outcome.kind === 'over'
        ? reply.redirect(charge.returnUrl, 303)
        : show(reply.code(422), acquirer, charge, request.query);
    },
  );
}

function show(reply: FastifyReply, acquirer: Acquirer, charge: Charge, query: ChallengeQuery): FastifyReply {
  const session = acquirer.books.sessions.get(charge.sessionId);
  const language: Language =
    query.lang === 'en' || query.lang === 'zh-CN' ? query.lang : (session?.language ?? 'zh-CN');
  const theme: Theme =
    query.theme === 'light' || query.theme === 'dark' ? query.theme : (session?.theme ?? 'system');
  const origin = new URL(charge.returnUrl).origin;
  const body =
    charge.status === 'requires_challenge' ? question(acquirer, charge, language) : over(charge, language);
  return sealPage(reply, { frameAncestor: origin, formTargets: `'self' ${origin}` }).send(
    frame(language, theme, body).text,
  );
}

function showUnknown(reply: FastifyReply, language: Language): FastifyReply {
  const t = CHALLENGE_TEXTS[language];
  return sealPage(reply.code(404), { frameAncestor: "'none'" }).send(
    frame(
      language,
      'system',
      html`<h1>${t.unknown}</h1>
        <p class="lead">${t.unknownMeans}</p>`,
    ).text,
  );
}

function frame(language: Language, theme: Theme, body: Html): Html {
  const t = CHALLENGE_TEXTS[language];
  return html`<!doctype html>
    <html lang="${language}" ${theme === 'system' ? '' : html` data-theme="${theme}"`}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${t.title} · ${t.bank}</title>
        <link rel="stylesheet" href="/fonts/hanken-grotesk/index.css" />
        <link rel="stylesheet" href="/fonts/noto-sans-sc/index.css" />
        <link rel="stylesheet" href="/assets/style.css" />
      </head>
      <body class="page">
        <header class="bank">${icon('bank', 22)}<span>${t.bank}</span></header>
        <main>${body}</main>
      </body>
    </html>`;
}

function question({ merchantName }: Acquirer, charge: Charge, language: Language): Html {
  const t = CHALLENGE_TEXTS[language];
  const amount = amountText(charge.amount, charge.currency);
  const left = CODE_ATTEMPTS - charge.wrongCodes;
  const wrong =
    left === CODE_ATTEMPTS ? null : left === 1 ? t.wrongLast : fill(t.wrong, { count: String(left) });
  const code = `${charge.challengeCode.slice(0, 3)} ${charge.challengeCode.slice(3)}`;
  const isKeepOnly = charge.amount === '0';
  const lead = isKeepOnly ? t.leadKeepOnly : charge.keep === true ? t.leadKeep : t.lead;
  return html`<h1>${isKeepOnly ? t.titleKeep : t.title}</h1>
    <p class="lead">${fill(lead, { merchant: merchantName })}</p>
    <dl class="facts">
      <div>
        <dt>${t.merchant}</dt>
        <dd>${merchantName}</dd>
      </div>
      <div>
        <dt>${t.card}</dt>
        <dd class="num">${cardName(charge.card, language)}</dd>
      </div>
      <div class="total">
        <dt>${t.amount}</dt>
        <dd class="num">${amount}</dd>
      </div>
    </dl>
    <p class="aid">
      ${icon('flag', 16)}<span>${t.sandbox} <b class="num">${code}</b></span>
    </p>
    <form method="post">
      <div class="group">
        <label for="code">${t.code}</label>
        <div class="field${wrong === null ? '' : ' bad'}">
          <input
            id="code"
            name="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength="12"
            autofocus
            aria-describedby="code-note"
            ${wrong === null ? '' : html` aria-invalid="true"`}
          />
        </div>
        ${wrong === null ? html`<p class="hint" id="code-note">${t.hint}</p>` : html`<p class="hint bad" id="code-note" role="alert">${icon('alert', 16)}<span>${wrong}</span></p>`}
      </div>
      <div class="acts">
        <button class="btn primary" name="action" value="approve">
          ${isKeepOnly ? t.approveKeep : fill(t.approve, { amount })}
        </button>
        <button class="btn line" name="action" value="cancel">${isKeepOnly ? t.cancelKeep : t.cancel}</button>
      </div>
      <p class="foot">${t.cancelMeans}</p>
    </form>`;
}

function over(charge: Charge, language: Language): Html {
  const t = CHALLENGE_TEXTS[language];
  return html`<h1>${t.over}</h1>
    <p class="lead">${t.overMeans}</p>
    <div class="acts"><a class="btn primary" href="${charge.returnUrl}">${t.back}</a></div>`;
}
