import { domainToASCII } from 'node:url';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { hasInvisible, mixesScripts } from './unicode.ts';

export type Email = {
  /** As the person writes it; only spaces around it are gone. */
  readonly written: string;
  /** Lower case, domain in ASCII: equal for two spellings of one mailbox. */
  readonly key: string;
};

/** Source: RFC 5321 §4.5.3.1. */
const LOCAL_MAX = 64;
const EMAIL_MAX = 254;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** An atom of RFC 5322 §3.2.3, in ASCII only: a local part of other letters can look like somebody else's. */
const ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+$/;

/** Reads a mail address. Quoted local parts, comments and address literals are not taken: nobody has them, and tricks do. */
export function parseEmail(typed: string): Result<Email, Refusal<'email_not_usable'>> {
  const written = typed.trim();
  const at = written.lastIndexOf('@');
  const local = written.slice(0, Math.max(at, 0));
  const domain = asciiDomain(written.slice(at + 1));
  const isUsable =
    at > 0 &&
    local.length <= LOCAL_MAX &&
    local.split('.').every((atom) => ATOM.test(atom)) &&
    domain !== null;
  if (!isUsable || written.length > EMAIL_MAX) return err({ code: 'email_not_usable' });
  const key = `${local}@${domain}`.toLowerCase();
  return key.length <= EMAIL_MAX ? ok({ written, key }) : err({ code: 'email_not_usable' });
}

/** A domain in its ASCII form, or null when it is none or imitates another by mixing scripts. */
function asciiDomain(typed: string): string | null {
  if (hasInvisible(typed) || typed !== typed.normalize('NFKC') || typed.split('.').some(mixesScripts))
    return null;
  const domain = domainToASCII(typed).toLowerCase();
  const labels = domain.split('.');
  const isUsable =
    labels.length >= 2 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
  return isUsable ? domain : null;
}
