import * as m from '#messages';

export type ContactKind = 'email' | 'phone';

/** The words of both pages; mail address and phone are changed in the same way. */
export const CONTACT_WORDS = {
  email: {
    title: m.customer_contact_change_email,
    about: m.customer_contact_about_email,
    label: m.customer_contact_new_email,
    missing: m.customer_contact_missing_email,
    same: m.customer_contact_same_email,
    send: m.customer_contact_send_email,
    hint: m.customer_contact_code_hint,
    confirm: m.customer_contact_confirm_email,
    changed: m.customer_contact_changed_email,
  },
  phone: {
    title: m.customer_contact_change_phone,
    about: m.customer_contact_about_phone,
    label: m.customer_contact_new_phone,
    missing: m.customer_contact_missing_phone,
    same: m.customer_contact_same_phone,
    send: m.customer_contact_send_phone,
    hint: m.customer_contact_code_hint_phone,
    confirm: m.customer_contact_confirm_phone,
    changed: m.customer_contact_changed_phone,
  },
} as const;
