import type { TimeFormat } from '#common/format';
import { useTimeFormat } from '#ui/format.ts';

/** Days of prices are days of the operator, wherever whoever reads them lives. */
export const useTariffDays = (timeZone: string): TimeFormat => ({ ...useTimeFormat(), timeZone });
