import { z } from 'zod';
import { ID_KINDS, parseId, type Id, type IdKind } from '#common/id';
import { CURRENCIES, fromWire, type Currency, type Money } from '#common/money';
import { REASON_CODES, REMEDY_SCREENS, type ReasonCode, type RemedyKind } from '#common/reasons';
import { TIERS } from '#common/tier';

/** Shapes that many routes share. Each is registered once, so that the reference shows it once. */

/** An id of one kind: its prefix and 26 letters. */
export const idSchema = <K extends IdKind>(kind: K) =>
  z
    .string()
    .regex(new RegExp(`^${kind}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`))
    .transform((text): Id<K> => {
      const id = parseId(kind, text);
      if (!id) throw new Error('the pattern and parseId disagree');
      return id;
    })
    .meta({ description: `Id of a ${ID_KINDS[kind]}`, example: `${kind}_01JDB8C2QX7Z3W4V5T6R8P9N0M` });

export const currencySchema = z
  .enum(CURRENCIES as [Currency, ...Currency[]])
  .meta({ id: 'Currency', description: 'ISO 4217 code' });

/** An amount on the wire: integer minor units as text, since JSON numbers cannot hold them exactly. */
export const wireMoneySchema = z
  .object({ amount: z.string().regex(/^-?\d{1,18}$/), currency: currencySchema })
  .meta({
    id: 'Money',
    description: 'Integer minor units as text (fen, cents, yen) and their ISO 4217 currency',
    example: { amount: '1230', currency: 'CNY' },
  });

/** An amount that a caller asks to move; sign, size and zero are judged by the slice, with a reason. */
export const moneyInput = wireMoneySchema.transform((wire): Money => fromWire(wire));

export const instantSchema = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });
export const tierSchema = z.enum(TIERS).meta({ id: 'Tier', description: 'How far a customer is known' });
export const localeSchema = z.enum(['en', 'zh-CN']);

/** Characters of the longest name in the zone database, with room to grow. */
const TIME_ZONE_MAX = 64;
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0);
    return true;
  } catch {
    return false; // Intl has no question for this; a name that it does not know is a RangeError.
  }
}
/** An IANA zone, e.g. Asia/Shanghai. */
export const timeZoneSchema = z
  .string()
  .max(TIME_ZONE_MAX)
  .refine(isTimeZone)
  .meta({ description: 'An IANA time zone', example: 'Asia/Shanghai' });

export const reasonSchema = z
  .object({
    code: z.enum(REASON_CODES as [ReasonCode, ...ReasonCode[]]),
    facts: z.record(z.string(), z.union([z.string(), z.number(), wireMoneySchema])),
    nextActor: z.enum(['you', 'okpay', 'bank', 'other_person', 'nobody']),
    money: z.enum(['none_involved', 'untouched', 'held', 'unknown', 'moved', 'owed']),
    remedies: z.array(z.enum(Object.keys(REMEDY_SCREENS) as [RemedyKind, ...RemedyKind[]])),
  })
  .meta({
    id: 'Reason',
    description: 'Why something is refused, waits or ended, and what can be done about it',
  });

/** Cursor lists: `next` is opaque; null says that this was the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(400).optional(),
};
