import * as m from '#messages';
import { html, type Html } from './html.ts';
import { icon, type IconName } from './icons.ts';
import { LINE, LINK, page, type SiteContext } from './layout.ts';

/** Every way to reach people, with what each is good for; only channels that are really there. */
export function renderContact(context: SiteContext): string {
  const { locale, supportEmail, supportPhone } = context;
  const channel = (name: IconName, title: string, text: string, way: Html): Html =>
    html`<li
      class="grid gap-x-4 gap-y-3 border-t border-line px-5 py-5 first:border-t-0 column:grid-cols-[24px_1fr_auto] column:items-center"
    >
      <span class="text-ink-2">${icon(name, 22)}</span>
      <div>
        <h2 class="text-17">${title}</h2>
        <p class="mt-0.5 leading-(--leading-text) text-ink-2">${text}</p>
      </div>
      <div>${way}</div>
    </li>`;
  return page(context, {
    title: m.site_contact_title({}, { locale }),
    description: m.site_contact_intro({}, { locale }),
    main: html`<div class="mx-auto max-w-[840px] px-5 py-12">
      <h1 class="text-32 font-semibold">${m.site_nav_contact({}, { locale })}</h1>
      <p class="mt-3 leading-(--leading-text) text-ink-2">${m.site_contact_intro({}, { locale })}</p>
      <ul class="mt-8 rounded-card border border-line bg-surface">
        ${channel('search', m.site_contact_search({}, { locale }), m.site_contact_search_text({}, { locale }), html`<a class="${LINE}" href="/help">${m.site_contact_search_button({}, { locale })}</a>`)}
        ${channel('message', m.site_contact_chat({}, { locale }), m.site_contact_chat_text({}, { locale }), html`<a class="${LINE}" href="/help-me">${m.site_contact_chat_button({}, { locale })}</a>`)}
        ${channel('mail', m.site_contact_mail({}, { locale }), m.site_contact_mail_text({}, { locale }), html`<a class="${LINK}" href="mailto:${supportEmail}">${supportEmail}</a>`)}
        ${supportPhone !== null && channel('phone', m.site_contact_phone({}, { locale }), m.site_contact_phone_text({}, { locale }), html`<a class="${LINK} whitespace-nowrap" href="tel:${supportPhone.replaceAll(/[^+\d]/g, '')}">${supportPhone}</a>`)}
      </ul>
      <div class="mt-8 rounded-control bg-well px-5 py-4 leading-(--leading-text)">
        <h2 class="text-15">${m.site_home_safety_title({}, { locale })}</h2>
        <p class="mt-1 text-ink-2">${m.site_home_safety_text({}, { locale })}</p>
      </div>
    </div>`,
  });
}
