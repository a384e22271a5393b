import type { Locale } from '#common/locale';
import type { ReceiptFault } from '#common/verify-receipt';
import * as m from '#messages';
import { html, type Html } from './html.ts';
import { icon, type IconName } from './icons.ts';
import { LINE, LINK, page, type SiteContext } from './layout.ts';

type Outcome =
  | 'genuine'
  | 'paper_genuine'
  | 'statement_genuine'
  | 'file_genuine'
  | 'not_ours'
  | ReceiptFault
  | 'failed';
type Words = { readonly title: string; readonly text: string };

const words = (locale: Locale): Record<Outcome, Words> => ({
  genuine: { title: m.site_verify_genuine({}, { locale }), text: m.site_verify_genuine_text({}, { locale }) },
  paper_genuine: {
    title: m.site_verify_paper_genuine({}, { locale }),
    text: m.site_verify_paper_genuine_text({}, { locale }),
  },
  statement_genuine: {
    title: m.site_verify_statement_genuine({}, { locale }),
    text: m.site_verify_statement_genuine_text({}, { locale }),
  },
  file_genuine: {
    title: m.site_verify_file_genuine({}, { locale }),
    text: m.site_verify_file_genuine_text({}, { locale }),
  },
  not_ours: {
    title: m.site_verify_not_ours({}, { locale }),
    text: m.site_verify_not_ours_text({}, { locale }),
  },
  malformed: {
    title: m.site_verify_malformed({}, { locale }),
    text: m.site_verify_malformed_text({}, { locale }),
  },
  altered: { title: m.site_verify_altered({}, { locale }), text: m.site_verify_altered_text({}, { locale }) },
  not_signed: {
    title: m.site_verify_not_signed({}, { locale }),
    text: m.site_verify_not_signed_text({}, { locale }),
  },
  key_unknown: {
    title: m.site_verify_key_unknown({}, { locale }),
    text: m.site_verify_key_unknown_text({}, { locale }),
  },
  key_revoked: {
    title: m.site_verify_key_revoked({}, { locale }),
    text: m.site_verify_key_revoked_text({}, { locale }),
  },
  failed: { title: m.site_verify_failed({}, { locale }), text: m.site_verify_failed_text({}, { locale }) },
});

const LOOKS: Record<Outcome, { readonly tone: string; readonly icon: IconName }> = {
  genuine: { tone: 'bg-in-tint text-in', icon: 'check' },
  paper_genuine: { tone: 'bg-in-tint text-in', icon: 'check' },
  statement_genuine: { tone: 'bg-in-tint text-in', icon: 'check' },
  file_genuine: { tone: 'bg-in-tint text-in', icon: 'check' },
  not_ours: { tone: 'bg-danger-tint text-danger', icon: 'cross' },
  malformed: { tone: 'bg-pending-tint text-pending', icon: 'help' },
  altered: { tone: 'bg-danger-tint text-danger', icon: 'cross' },
  not_signed: { tone: 'bg-danger-tint text-danger', icon: 'cross' },
  key_unknown: { tone: 'bg-danger-tint text-danger', icon: 'cross' },
  key_revoked: { tone: 'bg-pending-tint text-pending', icon: 'flag' },
  failed: { tone: 'bg-pending-tint text-pending', icon: 'clock' },
};

/** Where a stranger checks a receipt. Every sentence stands in the page already; `verify-page.ts` shows the one that is true. */
export function renderVerify(context: SiteContext): string {
  const { locale } = context;
  return page(context, {
    title: m.site_verify_title({}, { locale }),
    description: m.site_verify_intro({}, { locale }),
    main: html`<div class="mx-auto max-w-[840px] px-5 py-12">
      <h1 class="text-32 font-semibold">${m.site_verify_headline({}, { locale })}</h1>
      <p class="mt-3 leading-(--leading-text) text-ink-2">${m.site_verify_intro({}, { locale })}</p>
      <div
        id="receipt-drop"
        class="mt-8 rounded-card border-2 border-dashed border-line-strong bg-surface px-5 py-8"
      >
        <p id="receipt-hint" class="text-ink-2">${m.site_verify_drop({}, { locale })}</p>
        <input id="receipt-file" type="file" aria-describedby="receipt-hint" class="peer sr-only" />
        <label
          for="receipt-file"
          class="mt-4 cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent ${LINE}"
          >${m.site_verify_choose({}, { locale })}</label
        >
        <span id="receipt-name" class="ml-3 break-all text-ink-2"></span>
      </div>
      ${codeForm(locale)}
      <div id="receipt-outcome" role="status" class="mt-6">
        <p data-outcome="checking" hidden>${m.site_verify_checking({}, { locale })}</p>
        ${Object.entries(words(locale)).map(([outcome, said]) => outcomeCard(outcome as Outcome, said))}
        ${proven(locale)} ${statementFacts(locale)}
        <p data-where="browser" hidden class="mt-3 text-13 text-ink-3">
          ${m.site_verify_in_browser({}, { locale })}
        </p>
        <p data-where="server" hidden class="mt-3 text-13 text-ink-3">
          ${m.site_verify_on_server({}, { locale })}
        </p>
      </div>
      ${note(m.site_verify_limits({}, { locale }), m.site_verify_limits_text({}, { locale }))}
      ${note(
        m.site_verify_offline({}, { locale }),
        m.site_verify_offline_text({}, { locale }),
        html`<a class="${LINK}" href="/.well-known/okpay-keys.json"
          >${m.site_verify_keys({}, { locale })}</a
        >`,
      )}
      <script type="module" src="/verify.js"></script>
    </div>`,
  });
}

const outcomeCard = (outcome: Outcome, { title, text }: Words): Html =>
  html`<div
    data-outcome="${outcome}"
    hidden
    class="rounded-control px-5 py-4 leading-(--leading-text) ${LOOKS[outcome].tone}"
  >
    <h2 class="flex items-center gap-2 text-17 font-semibold">${icon(LOOKS[outcome].icon, 22)}${title}</h2>
    <p class="mt-1 text-ink">${text}</p>
  </div>`;

const note = (title: string, text: string, more: Html | false = false): Html =>
  html`<div class="mt-8 rounded-control bg-well px-5 py-4 leading-(--leading-text)">
    <h2 class="text-15">${title}</h2>
    <p class="mt-1 text-ink-2">${text} ${more}</p>
  </div>`;

/** For who holds a printed statement: the code on it. */
const codeForm = (locale: Locale): Html =>
  html`<form id="statement-form" class="mt-4 rounded-card border border-line bg-surface px-5 py-5">
    <label for="statement-code" class="block text-ink-2">${m.site_verify_code({}, { locale })}</label>
    <div class="mt-2 flex flex-wrap gap-3">
      <input
        id="statement-code"
        name="code"
        required
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        maxlength="40"
        class="num h-12 min-w-0 flex-1 basis-60 rounded-control border border-line-strong bg-surface px-4 text-ink"
      />
      <button type="submit" class="cursor-pointer ${LINE}">
        ${m.site_verify_code_check({}, { locale })}
      </button>
    </div>
  </form>`;

/** What a statement says, filled in the browser from the signed paper. */
function statementFacts(locale: Locale): Html {
  const rows = [
    ['holder', m.statement_head_holder({}, { locale })],
    ['account', m.statement_head_account({}, { locale })],
    ['period', m.statement_head_period({}, { locale })],
    ['opening', m.statement_opening({}, { locale })],
    ['in', m.statement_in({}, { locale })],
    ['out', m.statement_out({}, { locale })],
    ['closing', m.statement_closing({}, { locale })],
    ['lines', m.statement_head_lines({}, { locale })],
    ['issuedAt', m.statement_head_issued({}, { locale })],
    ['statement', m.statement_head_number({}, { locale })],
    ['code', m.statement_head_code({}, { locale })],
  ] as const;
  return html`<dl
    id="statement-facts"
    hidden
    class="mt-4 rounded-card border border-line bg-surface px-5 py-2"
  >
    ${rows.map(
      ([slot, label], place) =>
        html`<div
          class="flex flex-wrap justify-between gap-x-4 gap-y-1 py-3 ${place === 0 ? '' : 'border-t border-line'}"
        >
          <dt class="text-ink-2">${label}</dt>
          <dd class="num break-all" data-slot="${slot}"></dd>
        </div>`,
    )}
  </dl>`;
}

/** The empty form of what was proved; filled in the browser, once per transfer. */
function proven(locale: Locale): Html {
  const row = (slot: string, label: string): Html =>
    html`<div class="flex flex-wrap justify-between gap-x-4 gap-y-1 border-t border-line py-3">
      <dt class="text-ink-2">${label}</dt>
      <dd class="num break-all" data-slot="${slot}"></dd>
    </div>`;
  const kinds = [
    m.site_verify_kind_0({}, { locale }),
    m.site_verify_kind_1({}, { locale }),
    m.site_verify_kind_2({}, { locale }),
    m.site_verify_kind_3({}, { locale }),
    m.site_verify_kind_4({}, { locale }),
    m.site_verify_kind_5({}, { locale }),
  ];
  return html`<div id="receipt-proven"></div>
    <template id="receipt-transfer" data-refused="${m.site_verify_kind_refused({}, { locale })}">
      ${kinds.map((word, kind) => html`<span data-kind="${kind}">${word}</span>`)}
      <section class="mt-4 rounded-card border border-line bg-surface px-5 py-3">
        <h3 class="pb-2 text-15 font-semibold" data-slot="kind"></h3>
        <dl>
          ${row('amount', m.site_verify_amount({}, { locale }))}
          ${row('entry', m.site_verify_reference({}, { locale }))}
          ${row('postedAt', m.site_verify_when({}, { locale }))}
          ${row('sealedAt', m.site_verify_sealed({}, { locale }))}
          ${row('debitAccount', m.site_verify_from({}, { locale }))}
          ${row('creditAccount', m.site_verify_to({}, { locale }))}
        </dl>
      </section>
    </template>`;
}
