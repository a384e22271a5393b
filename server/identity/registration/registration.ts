import type { Locale } from '#common/locale';
import type { Email } from '../profile/email.ts';
import type { Handle } from '../profile/handle.ts';
import type { Phone } from '../profile/phone.ts';

/** What somebody typed into the form. */
export type RegistrationForm = {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly handle?: string | null | undefined;
  readonly password: string;
  readonly termsVersion: string;
  readonly locale: Locale;
};

/** The form as it was understood. */
export type Registration = {
  readonly name: string;
  readonly email: Email;
  readonly phone: Phone;
  readonly handle: Handle | null;
  readonly password: string;
  readonly termsVersion: string;
  readonly locale: Locale;
};
