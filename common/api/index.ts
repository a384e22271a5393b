import { consoleApi } from './console.ts';
import { consoleRestrictionApi } from './console-restrictions.ts';
import { consoleClaimApi } from './console-claims.ts';
import { consoleTraceApi } from './console-trace.ts';
import { callbackApi } from './callback.ts';
import { consoleConflictApi } from './console-conflicts.ts';
import { consoleFinanceApi } from './console-finance.ts';
import { consoleRatesApi } from './console-rates.ts';
import { consoleReconciliationApi } from './console-reconciliation.ts';
import { consoleTariffApi } from './console-tariffs.ts';
import { consoleReviewApi } from './console-reviews.ts';
import { consoleRuleApi } from './console-rules.ts';
import { consoleScreeningApi } from './console-screening.ts';
import { consoleIdentityApi } from './identity-proof.ts';
import { consolePetitionApi } from './petition.ts';
import { wordFreezeApi } from './word-freeze.ts';
import { api as customerApi } from './customer.ts';
import { customerPagesApi } from './customer-pages.ts';

/** Every route of the product in one table: what is served, documented and called. */
export const api = {
  ...customerApi,
  ...customerPagesApi,
  ...consoleApi,
  ...consoleRestrictionApi,
  ...consoleRuleApi,
  ...consoleScreeningApi,
  ...consoleReviewApi,
  ...consoleClaimApi,
  ...consoleTraceApi,
  ...callbackApi,
  ...consoleFinanceApi,
  ...consoleConflictApi,
  ...consoleRatesApi,
  ...consoleReconciliationApi,
  ...consoleTariffApi,
  ...consoleIdentityApi,
  ...consolePetitionApi,
  ...wordFreezeApi,
} as const;
