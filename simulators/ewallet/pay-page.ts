import type { FastifyInstance, FastifyReply } from 'fastify';
import { sealPage } from '../shared/pages/assets.ts';
import { html, type Html, icon } from '../shared/pages/html.ts';
import { amountText, fill } from '../shared/pages/text.ts';
import { maskedAccount, TEST_ACCOUNTS } from './accounts.ts';
import type { Language, Payment, Wallet } from './books.ts';
import { answerPayment } from './payments.ts';
import { PAGE_TEXTS } from './texts.ts';

type Answer = { action?: string; account?: string };
type Query = { lang?: string; theme?: string };

/** The e-wallet's page on which its owner approves or refuses. It works without script. */
export function servePayPage(server: FastifyInstance, wallet: Wallet): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 2_000 },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  server.get<{ Params: { id: string }; Querystring: Query }>('/pay/:id', (request, reply) => {
    const payment = wallet.books.payments.get(request.params.id);
    return payment === undefined
      ? showUnknown(reply, wallet, request.query)
      : show(reply, wallet, payment, request.query);
  });
  server.post<{ Params: { id: string }; Querystring: Query; Body: Answer | null }>(
    '/pay/:id',
    async (request, reply) => {
      const payment = wallet.books.payments.get(request.params.id);
      if (payment === undefined) return showUnknown(reply, wallet, request.query);
      const { action, account = '' } = request.body ?? {};
      const answer = action === 'approve' ? ({ action, account } as const) : ({ action: 'refuse' } as const);
      // The result is not in the address: the merchant asks for it by its own reference.
      return (await answerPayment(wallet, payment, answer)) === 'over'
        ? reply.redirect(payment.returnUrl, 303)
        : show(reply.code(422), wallet, payment, request.query, true);
    },
  );
}

const languageOf = ({ lang }: Query, otherwise: Language): Language =>
  lang === 'en' || lang === 'zh-CN' ? lang : otherwise;

function show(
  reply: FastifyReply,
  wallet: Wallet,
  payment: Payment,
  query: Query,
  isUnchosen = false,
): FastifyReply {
  const language = languageOf(query, payment.language);
  const body =
    payment.status === 'awaits_approval'
      ? question(wallet, payment, language, isUnchosen)
      : over(payment, language);
  const origin = new URL(payment.returnUrl).origin;
  return sealPage(reply, { frameAncestor: "'none'", formTargets: `'self' ${origin}` }).send(
    frame(wallet, language, query, body).text,
  );
}

function showUnknown(reply: FastifyReply, wallet: Wallet, query: Query): FastifyReply {
  const language = languageOf(query, 'zh-CN');
  const t = PAGE_TEXTS[language];
  const body = html`<h1>${t.unknown}</h1>
    <p class="lead">${t.unknownMeans}</p>`;
  return sealPage(reply.code(404), { frameAncestor: "'none'" }).send(
    frame(wallet, language, query, body).text,
  );
}

const frame = ({ name }: Wallet, language: Language, { theme }: Query, body: Html): Html =>
  html`<!doctype html>
    <html lang="${language}" ${theme === 'light' || theme === 'dark' ? html` data-theme="${theme}"` : ''}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${PAGE_TEXTS[language].title} · ${name}</title>
        <link rel="stylesheet" href="/fonts/hanken-grotesk/index.css" />
        <link rel="stylesheet" href="/fonts/noto-sans-sc/index.css" />
        <link rel="stylesheet" href="/assets/style.css" />
      </head>
      <body class="page">
        <header class="bank">${icon('wallet', 22)}<span>${name}</span></header>
        <main>${body}</main>
      </body>
    </html>`;

function question({ merchantName }: Wallet, payment: Payment, language: Language, isUnchosen: boolean): Html {
  const t = PAGE_TEXTS[language];
  const amount = amountText(payment.amount, payment.currency);
  const missing = html`<p class="hint bad" id="account-note" role="alert">
    ${icon('alert', 16)}<span>${t.choose}</span>
  </p>`;
  const options = TEST_ACCOUNTS.map(
    ({ number, en, zh }) =>
      html`<label>
        <input
          type="radio"
          name="account"
          value="${number}"
          ${isUnchosen ? html` aria-invalid="true" aria-describedby="account-note"` : ''}
        />
        <span
          ><b class="num">${maskedAccount(number)}</b
          ><span class="effect">${language === 'en' ? en : zh}</span></span
        >
      </label>`,
  );
  return html`<h1>${t.title}</h1>
    <p class="lead">${fill(t.lead, { merchant: merchantName })}</p>
    <dl class="facts">
      <div>
        <dt>${t.payTo}</dt>
        <dd>${merchantName}</dd>
      </div>
      <div class="total">
        <dt>${t.amount}</dt>
        <dd class="num">${amount}</dd>
      </div>
    </dl>
    <p class="foot">${t.until}</p>
    <form method="post">
      <fieldset class="choices">
        <legend>${t.account}</legend>
        <div>${options}</div>
      </fieldset>
      ${isUnchosen ? missing : ''}
      <p class="aid">${icon('flag', 16)}<span>${t.sandbox}</span></p>
      <div class="acts">
        <button class="btn primary" name="action" value="approve">${fill(t.approve, { amount })}</button>
        <button class="btn line" name="action" value="refuse">${t.refuse}</button>
      </div>
      <p class="foot">${t.refuseMeans}</p>
    </form>`;
}

function over(payment: Payment, language: Language): Html {
  const t = PAGE_TEXTS[language];
  return html`<h1>${t.over}</h1>
    <p class="lead">${t.overMeans}</p>
    <div class="acts"><a class="btn primary" href="${payment.returnUrl}">${t.back}</a></div>`;
}
