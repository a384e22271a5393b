import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../shared/gate.ts';
import { type Acquirer, type Card, type CardToken, newId, type Session, type Theme } from './books.ts';
import { behaviourNameOf, listTestCards } from './cards.ts';
import { sealPage } from '../shared/pages/assets.ts';
import {
  brandOf,
  digitsOf,
  grouped,
  isPast,
  missingDigits,
  NUMBER_MAX_DIGITS,
  passesLuhn,
  readExpiry,
} from './pages/card-number.ts';
import { html, type Html, icon, json } from '../shared/pages/html.ts';
import { brandName, FIELD_TEXTS } from './texts.ts';

/** How long a token waits to be charged, in milliseconds. */
const TOKEN_MILLIS = 15 * 60_000;
/** Tokens per session: people mistype, card testers try hundreds. */
const TOKENS_PER_SESSION = 20;

type Typed = { session: string; number: string; expiry: string; cvc: string; name: string };
/** `ground=card` when the frame lies on a card instead of the page. */
type FieldsQuery = { session?: string; lang?: string; theme?: string; ground?: string };
const text = (maxLength: number) => ({ type: 'string', maxLength });
const tokenSchema = {
  type: 'object',
  required: ['session', 'number', 'expiry', 'cvc', 'name'],
  additionalProperties: false,
  properties: { session: text(100), number: text(40), expiry: text(20), cvc: text(10), name: text(200) },
};

/** The frame for card data, and the call by which the frame turns it into a token. */
export function serveFields(server: FastifyInstance, acquirer: Acquirer): void {
  server.get<{ Querystring: FieldsQuery }>('/fields', (request, reply) =>
    showFields(request, reply, acquirer),
  );
  server.post<{ Body: Typed }>(
    '/fields/tokens',
    { schema: { body: tokenSchema } },
    async (request, reply) => {
      const session = findSession(acquirer, request.body.session);
      if (session === null) return refuse(reply, 410, 'session_expired', 'The session is over.');
      const made = [...acquirer.books.tokens.values()].filter(
        ({ sessionId }) => sessionId === session.id,
      ).length;
      if (made >= TOKENS_PER_SESSION)
        return refuse(reply, 429, 'session_expired', 'Too many cards were tried.');
      const wrong = findFault(request.body, acquirer.clock.millis());
      if (wrong !== null) return refuse(reply, 422, wrong, 'The card data is not right.');
      const token = await keepToken(acquirer, session, request.body);
      return reply.code(201).send({ token: token.id, ...token.card });
    },
  );
}

function findSession({ books, clock }: Acquirer, id: string): Session | null {
  const session = books.sessions.get(id);
  return session !== undefined && clock.millis() <= session.expiresAt ? session : null;
}

/** The frame has checked all this; a call that did not come from the frame has not. */
function findFault(typed: Typed, nowMillis: number): string | null {
  const digits = digitsOf(typed.number);
  if (digits.length > NUMBER_MAX_DIGITS || missingDigits(digits) > 0 || !passesLuhn(digits))
    return 'invalid_number';
  const expiry = readExpiry(typed.expiry);
  if (expiry === null || isPast(expiry, new Date(nowMillis))) return 'invalid_expiry';
  if (!/^\d{3,4}$/.test(typed.cvc)) return 'invalid_cvc';
  if (typed.name.trim() === '') return 'invalid_name';
  return behaviourNameOf(digits) === undefined ? 'not_a_test_card' : null;
}

/** From here on there is no number and no code any more: brand, last digits, expiry, and what the test card does. */
async function keepToken(
  { books, clock, callbackSecret }: Acquirer,
  session: Session,
  typed: Typed,
): Promise<CardToken> {
  const digits = digitsOf(typed.number);
  const expiry = readExpiry(typed.expiry);
  const behaviour = behaviourNameOf(digits);
  if (expiry === null || behaviour === undefined) throw new Error('card data was kept before it was checked');
  const card: Card = {
    brand: brandOf(digits),
    last4: digits.slice(-4),
    expiry: `${String(expiry.month).padStart(2, '0')}/${expiry.year % 100}`,
  };
  const token: CardToken = {
    id: newId('tok'),
    sessionId: session.id,
    card,
    behaviour,
    expiresAt: clock.millis() + TOKEN_MILLIS,
    fingerprint: createHmac('sha256', callbackSecret).update(`card ${digits}`).digest('hex').slice(0, 32),
  };
  await books.write({ kind: 'token', token });
  return token;
}

function showFields(
  request: FastifyRequest<{ Querystring: FieldsQuery }>,
  reply: FastifyReply,
  acquirer: Acquirer,
): FastifyReply {
  const session = findSession(acquirer, request.query.session ?? '');
  if (session === null) {
    return sealPage(reply.code(410), { frameAncestor: "'none'" }).send(
      '<!doctype html><title>410</title><p>This page has expired. 这一页已过期。</p>',
    );
  }
  const language =
    request.query.lang === 'en' || request.query.lang === 'zh-CN' ? request.query.lang : session.language;
  const shown = { ...session, language, theme: themeOf(request.query.theme) ?? session.theme };
  const page = fieldsPage(shown, request.query.ground === 'card' ? 'frame on-card' : 'frame');
  return sealPage(reply, { frameAncestor: session.origin }).send(page.text);
}

const themeOf = (text: string | undefined): Theme | null =>
  text === 'light' || text === 'dark' || text === 'system' ? text : null;

function fieldsPage(session: Session, bodyClass: string): Html {
  const t = FIELD_TEXTS[session.language];
  const config = {
    session: session.id,
    origin: session.origin,
    texts: t,
    brands: Object.fromEntries(
      ['visa', 'mastercard', 'unionpay', 'amex'].map((brand) => [brand, brandName(brand, session.language)]),
    ),
  };
  return html`<!doctype html>
    <html
      lang="${session.language}"
      ${session.theme === 'system' ? '' : html` data-theme="${session.theme}"`}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${t.title}</title>
        <link rel="stylesheet" href="/fonts/hanken-grotesk/index.css" />
        <link rel="stylesheet" href="/fonts/noto-sans-sc/index.css" />
        <link rel="stylesheet" href="/assets/style.css" />
        <script type="application/json" id="config">
          ${json(config)}
        </script>
        <script type="module" src="/assets/fields.ts"></script>
      </head>
      <body class="${bodyClass}">
        <form id="card" class="card-form" novalidate aria-label="${t.title}">
          ${field('number', t.number, html`<input id="number" inputmode="numeric" autocomplete="cc-number" maxlength="30" required /><span class="brand-tag" id="brand" hidden></span>`)}
          ${field('expiry', t.expiry, html`<input id="expiry" inputmode="numeric" autocomplete="cc-exp" maxlength="9" required placeholder="${t.expiryHint}" />`)}
          ${field('cvc', t.cvc, html`<input id="cvc" inputmode="numeric" autocomplete="cc-csc" maxlength="4" required />`)}
          ${field('name', t.name, html`<input id="name" autocomplete="cc-name" maxlength="120" required spellcheck="false" autocapitalize="words" />`)}
          <p class="hint bad" id="form-error" role="alert" hidden></p>
          ${testCards(session)}
        </form>
      </body>
    </html>`;
}

const field = (id: string, label: string, input: Html): Html =>
  html`<div class="group ${id}">
    <label for="${id}">${label}</label>
    <div class="field" data-field="${id}">${input}</div>
    <p class="hint bad" id="${id}-error" role="alert" hidden>${icon('alert', 16)}<span></span></p>
  </div>`;

/** Only a sandbox has this list: the cards do not exist anywhere else. */
function testCards({ language }: Session): Html {
  const t = FIELD_TEXTS[language];
  const rows = listTestCards().map((card) => {
    const effect = language === 'en' ? card.en : card.zh;
    return html`<li>
      <button type="button" data-number="${card.number}">
        <span class="num">${grouped(card.number)}</span><span class="effect">${effect}</span>
      </button>
    </li>`;
  });
  return html`<details class="test-cards" id="test-cards">
    <summary>${icon('flag', 16)}<span>${t.testCards}</span></summary>
    <ul>
      ${rows}
    </ul>
  </details>`;
}
