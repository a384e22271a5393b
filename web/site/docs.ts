import * as m from '#messages';
import type { JsonSchema, OpenApiDocument, Operation, Parameter } from '#common/api/openapi';
import type { Locale } from '#common/locale';
import { renderReason } from '#common/reason-text';
import {
  type FactKind,
  REASON_CODES,
  REASONS,
  type ReasonCode,
  statusOf,
  type WireFact,
} from '#common/reasons';
import { html, type Html } from './html.ts';
import { LINK, page, type SiteContext } from './layout.ts';

type Placed = { readonly path: string; readonly method: string; readonly operation: Operation };

const PRE =
  'mono overflow-x-auto rounded-control bg-well p-4 text-13 leading-(--leading-text) whitespace-pre';
const TH = 'border-b border-line py-2 pr-4 text-left text-13 font-medium whitespace-nowrap text-ink-3';
const TD = 'border-b border-line py-2 pr-4 align-top text-13';
const H4 = 'mt-6 mb-2 text-13 font-semibold text-ink-3';

/** The reference of the API, from the same document that machines read. */
export function renderDocs(context: SiteContext, document: OpenApiDocument): string {
  const { locale } = context;
  const placed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const sections = document.tags.map(({ name }) => ({
    name,
    placed: placed.filter(({ operation }) => operation.tags.includes(name)),
  }));
  return page(context, {
    title: `${m.site_docs_title({}, { locale })} · OKPay`,
    description: document.info.description,
    main: html`<div
      class="mx-auto grid max-w-[1240px] gap-12 px-5 pt-10 pb-20 split:grid-cols-[216px_minmax(0,1fr)]"
    >
      ${contents(sections, locale)}
      <div class="min-w-0">
        <h1 class="text-32 font-semibold">${m.site_docs_title({}, { locale })}</h1>
        <p class="mt-3 leading-(--leading-text) text-ink-2">
          ${withLink(m.site_docs_intro({ link: '\0' }, { locale }), html`<a class="${LINK}" href="/api/openapi.json">OpenAPI 3.1</a>`)}
        </p>
        ${conventions(locale)}
        ${sections.map(
          ({ name, placed: of }) =>
            html`<section aria-labelledby="${anchor(name)}">
              <h2 id="${anchor(name)}" class="mt-14 scroll-mt-4 text-24">${name}</h2>
              ${of.map((one) => operationCard(one, document, locale))}
            </section>`,
        )}
        ${codes(locale)}
      </div>
    </div>`,
  });
}

const anchor = (tag: string): string => `tag-${tag.toLowerCase().replaceAll(/\W+/g, '-')}`;

function withLink(text: string, link: Html): Html {
  const [before = '', after = ''] = text.split('\0');
  return html`${before}${link}${after}`;
}

function contents(sections: readonly { name: string; placed: readonly Placed[] }[], locale: Locale): Html {
  const item = (href: string, label: string): Html =>
    html`<li>
      <a href="${href}" class="flex min-h-11 items-center text-13 text-ink-2 hover:text-ink split:min-h-8"
        >${label}</a
      >
    </li>`;
  return html`<nav
    aria-label="${m.site_docs_contents({}, { locale })}"
    class="split:sticky split:top-4 split:max-h-screen split:self-start split:overflow-y-auto split:pb-8"
  >
    <ul>
      ${item('#start', m.site_docs_start({}, { locale }))}
    </ul>
    ${sections.map(
      ({ name, placed }) =>
        html`<b class="block text-13 split:mt-5"
            ><a href="#${anchor(name)}" class="flex min-h-11 items-center split:min-h-8">${name}</a></b
          >
          <ul class="hidden split:block">
            ${placed.map(({ operation }) => item(`#${operation.operationId}`, operation.operationId))}
          </ul>`,
    )}
    <ul class="split:mt-5">
      ${item('#codes', m.site_docs_codes({}, { locale }))}
    </ul>
  </nav>`;
}

const conventions = (locale: Locale): Html =>
  html`<h2 id="start" class="mt-10 scroll-mt-4 text-24">${m.site_docs_start({}, { locale })}</h2>
    <ul class="mt-3 grid list-disc gap-2 pl-5 leading-(--leading-text) text-ink-2">
      ${[
        m.site_docs_start_session({}, { locale }),
        m.site_docs_start_money({}, { locale }),
        m.site_docs_start_key({}, { locale }),
        m.site_docs_start_problem({}, { locale }),
      ].map((text) => html`<li>${text}</li>`)}
    </ul>`;

function operationCard({ path, method, operation }: Placed, document: OpenApiDocument, locale: Locale): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json'];
  const [status = '', answer] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? [];
  const example = answer?.content?.['application/json']?.example;
  const refused = Object.values(responses).flatMap((response) => response['x-codes'] ?? []);
  return html`<article
    id="${operationId}"
    class="mt-6 scroll-mt-4 rounded-card border border-line bg-surface p-5"
  >
    <h3 class="text-17" lang="en">${summary}</h3>
    <p class="mono mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <span
        class="rounded-tag px-2 py-0.5 text-13 font-semibold ${method === 'GET' ? 'bg-accent-tint text-accent-ink' : 'bg-pending-tint text-pending'}"
        >${method}</span
      ><span class="text-13 break-all">${path}</span>
    </p>
    ${description.split('\n\n').map((paragraph) => html`<p class="mt-3 leading-(--leading-text) text-ink-2" lang="en">${paragraph}</p>`)}
    ${
      parameters.length > 0 &&
      html`<h4 class="${H4}">${m.site_docs_parameters({}, { locale })}</h4>
        ${table(parameters.map(parameterRow), locale)}`
    }
    ${
      body &&
      html`<h4 class="${H4}">${m.site_docs_body({}, { locale })}</h4>
        ${fieldTable(resolved(body.schema, document), document, locale)}
        <pre class="${PRE} mt-3" tabindex="0">${pretty(body.example)}</pre>`
    }
    <h4 class="${H4}">${m.site_docs_answer({}, { locale })} <span class="mono">${status}</span></h4>
    ${example === undefined ? html`<p class="text-13 text-ink-2">${answer?.description ?? ''}</p>` : html`<pre class="${PRE} max-h-[420px] overflow-y-auto" tabindex="0">${pretty(example)}</pre>`}
    ${
      refused.length > 0 &&
      html`<h4 class="${H4}">${m.site_docs_refusals({}, { locale })}</h4>
        <p class="flex flex-wrap gap-x-3 gap-y-2">
          ${refused.map((code) => html`<a class="mono text-13 text-accent underline decoration-accent/30 underline-offset-[3px]" href="#code-${code}">${statusOf(code)} ${code}</a>`)}
        </p>`
    }
    <h4 class="${H4}">${m.site_docs_try({}, { locale })}</h4>
    <pre class="${PRE}" tabindex="0">${curl({ path, method, operation }, document)}</pre>
  </article>`;
}

type Row = {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  readonly meaning: string;
};

const parameterRow = ({ name, required, schema, description }: Parameter): Row => ({
  name,
  required,
  type: typeOf(schema),
  meaning: description ?? '',
});

function table(rows: readonly Row[], locale: Locale): Html {
  return html`<div class="overflow-x-auto" tabindex="0">
    <table class="w-full">
      <thead>
        <tr>
          <th scope="col" class="${TH}">${m.site_docs_name({}, { locale })}</th>
          <th scope="col" class="${TH}">${m.site_docs_meaning({}, { locale })}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <td class="${TD} whitespace-nowrap">
                <span class="mono font-medium">${row.name}</span
                >${row.required && html` <span class="text-12 text-ink-3">${m.site_docs_required({}, { locale })}</span>`}
              </td>
              <td class="${TD} text-ink-2">
                <span class="mono">${row.type}</span>${row.meaning !== '' && html` · ${row.meaning}`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function fieldTable(schema: JsonSchema, document: OpenApiDocument, locale: Locale): Html | null {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  if (fields.length === 0) return null;
  return table(
    fields.map(([name, field]) => ({
      name,
      required: required.has(name),
      type: typeOf(field),
      meaning: textOf(field['description'] ?? resolved(field, document)['description']) ?? '',
    })),
    locale,
  );
}

function resolved(schema: JsonSchema, { components }: OpenApiDocument): JsonSchema {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
  return (name === undefined ? undefined : components['schemas']?.[name]) ?? schema;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A schema in a few words: `string, 1–254`, `Money`, `array of Message`. */
function typeOf(schema: JsonSchema): string {
  if (typeof schema['$ref'] === 'string') return schema['$ref'].split('/').at(-1) ?? '';
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ');
  if ('const' in schema) return JSON.stringify(schema['const']);
  const options = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined;
  if (options) return options.map(typeOf).join(' | ');
  if (schema['type'] === 'array') return `array of ${typeOf((schema['items'] ?? {}) as JsonSchema)}`;
  const [low, high] = [schema['minLength'] ?? schema['minimum'], schema['maxLength'] ?? schema['maximum']];
  const bounds =
    typeof high === 'number' && high < 1e15 ? `, ${typeof low === 'number' ? low : 0}–${high}` : '';
  return `${textOf(schema['format'] ?? schema['type']) ?? 'any'}${bounds}`;
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2) ?? '';

/** A call that can be pasted into a shell. */
function curl({ path, method, operation }: Placed, { servers }: OpenApiDocument): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const example = operation.parameters.find((one) => one.name === name)?.schema['example'];
    return typeof example === 'string' ? example : `{${name}}`;
  });
  const key = operation.parameters.find((one) => one.in === 'header');
  const body = operation.requestBody?.content['application/json'];
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${servers[0]?.url ?? ''}${filled}'`,
    ...(operation.security.length > 0 ? [`-b cookies.txt`] : []),
    ...(key ? [`-H '${key.name}: ${String(key.schema['example'])}'`] : []),
    ...(body
      ? [
          `-H 'content-type: application/json'`,
          `-d '${JSON.stringify(body.example).replaceAll("'", String.raw`'\''`)}'`,
        ]
      : []),
  ];
  return lines.join(' \\\n  ');
}

const SAMPLE: Record<FactKind, WireFact> = {
  money: { amount: '12000', currency: 'CNY' },
  instant: '2026-11-22T12:30:00Z',
  count: 3,
  text: '…',
  currency: 'CNY',
};

/** Every reason code with the words that people read. */
function codes(locale: Locale): Html {
  return html`<section aria-labelledby="codes">
    <h2 id="codes" class="mt-14 scroll-mt-4 text-24">${m.site_docs_codes({}, { locale })}</h2>
    <p class="mt-2 text-ink-2">${m.site_docs_codes_intro({}, { locale })}</p>
    <div class="mt-4 overflow-x-auto rounded-card border border-line bg-surface px-5" tabindex="0">
      <table class="w-full">
        <thead>
          <tr>
            <th scope="col" class="${TH}">${m.site_docs_status({}, { locale })}</th>
            <th scope="col" class="${TH}">${m.site_docs_code({}, { locale })}</th>
            <th scope="col" class="${TH}">${m.site_docs_said({}, { locale })}</th>
            <th scope="col" class="${TH}">${m.site_docs_remedies({}, { locale })}</th>
          </tr>
        </thead>
        <tbody>
          ${REASON_CODES.map((code) => codeRow(code, locale))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function codeRow(code: ReasonCode, locale: Locale): Html {
  const { facts: kinds, nextActor, money, remedies } = REASONS[code];
  const facts = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]: [string, FactKind]) => [name, SAMPLE[kind]]),
  );
  const text = renderReason({ code, facts, nextActor, money, remedies: [...remedies] }, locale, {
    timeZone: 'Asia/Shanghai',
    now: '2026-11-22T12:00:00Z',
  });
  return html`<tr id="code-${code}" class="scroll-mt-4">
    <td class="${TD} mono">${statusOf(code)}</td>
    <td class="${TD} mono whitespace-nowrap">${code}</td>
    <td class="${TD}">
      <b class="font-medium">${text.title}</b> <span class="text-ink-2">${text.happened} ${text.next}</span>
    </td>
    <td class="${TD} text-ink-2">${text.remedies.map(({ label }) => label).join(' · ')}</td>
  </tr>`;
}
