import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';

export type Handle = {
  /** `anna_smith`, without the @ that stands before it on screens. */
  readonly name: string;
  /** The name with 0 read as o and 1 as l, so that no two names look alike. */
  readonly key: string;
};

/** Names that somebody could take for us, for an address of ours, or for nobody. */
const RESERVED = new Set(
  `about account accounts admin administrator agent agents all anonymous anyone api app apps audit auth bank banking billing blog bot business
  card cards case cases cash chat checkout claim claims company compliance confirm console contact customer customers customerservice dashboard
  debug demo dev developer developers docs everyone example finance fraud guest handle health help helpcenter helpdesk history home host info
  internal invite invoice kefu kyc legal login logout mail manager me member merchant merchants message messages mod moderator money news nobody
  noreply notification notifications null official okpay okpayofficial onboarding operator ops owner pay payee payer payment payments payout phone
  police postmaster privacy profile qr receipt refund refunds register registration reports request risk root safety sales sandbox search secure
  security self sell service services session settings setup shop signin signout signup site someone spam staff static status store superuser support
  supportteam sys sysadmin system team teller terms test topup transfer transfers treasury trust undefined user users verify verification void
  wallet web webhook webmaster website widget withdraw withdrawal www you zhifu guanfang`.split(/\s+/),
);
const SHAPE = /^[a-z][a-z0-9_]{2,19}$/;

const lookalike = (name: string): string => name.replaceAll('0', 'o').replaceAll('1', 'l');

/** The name as it is looked up, or null when no account can have it. */
export function readHandle(typed: string): Handle | null {
  const name = typed.normalize('NFKC').trim().replace(/^@/, '').toLowerCase();
  return SHAPE.test(name) ? { name, key: lookalike(name) } : null;
}

/** Reads an account name that somebody wants. It begins with a letter, so that it is never taken for a phone number. */
export function parseHandle(typed: string): Result<Handle, Refusal<'handle_not_usable'>> {
  const handle = readHandle(typed);
  if (!handle) return err({ code: 'handle_not_usable' });
  const plain = handle.key.replaceAll('_', '');
  const isReserved =
    RESERVED.has(handle.name) || RESERVED.has(plain) || plain.startsWith('okpay') || plain.endsWith('okpay');
  return isReserved ? err({ code: 'handle_not_usable' }) : ok(handle);
}
