import { accessApi } from './access.ts';
import { accessHelpApi } from './access-help.ts';
import { closingApi } from './closing.ts';
import { claimApi } from './claim.ts';
import { contactApi } from './contact.ts';
import { consoleApi } from './console.ts';
import { consoleRestrictionApi } from './console-restrictions.ts';
import { consoleClaimApi } from './console-claims.ts';
import { consoleReviewApi } from './console-reviews.ts';
import { consoleRuleApi } from './console-rules.ts';
import { consoleScreeningApi } from './console-screening.ts';
import { dataExportApi } from './data-export.ts';
import { exchangeApi } from './exchange.ts';
import { identityApi } from './identity.ts';
import { consoleIdentityApi, identityProofApi } from './identity-proof.ts';
import { notificationApi } from './notification.ts';
import { passkeyApi } from './passkey.ts';
import { profileApi } from './profile.ts';
import { receiptApi } from './receipt.ts';
import { sandboxApi } from './sandbox.ts';
import { recoveryApi } from './recovery.ts';
import { consolePetitionApi, petitionApi } from './petition.ts';
import { selfFreezeApi } from './self-freeze.ts';
import { siteApi } from './site.ts';
import { statementApi } from './statement.ts';
import { stepUpApi } from './step-up.ts';
import { supportApi } from './support.ts';
import { walletApi } from './wallet.ts';
import { wordFreezeApi } from './word-freeze.ts';

/** Every route of the product in one table: what is served, documented and called. */
export const api = {
  ...siteApi,
  ...identityApi,
  ...accessApi,
  ...passkeyApi,
  ...recoveryApi,
  ...selfFreezeApi,
  ...contactApi,
  ...accessHelpApi,
  ...profileApi,
  ...closingApi,
  ...dataExportApi,
  ...stepUpApi,
  ...walletApi,
  ...claimApi,
  ...exchangeApi,
  ...receiptApi,
  ...statementApi,
  ...supportApi,
  ...notificationApi,
  ...consoleApi,
  ...consoleRestrictionApi,
  ...consoleRuleApi,
  ...consoleScreeningApi,
  ...consoleReviewApi,
  ...consoleClaimApi,
  ...identityProofApi,
  ...consoleIdentityApi,
  ...petitionApi,
  ...consolePetitionApi,
  ...wordFreezeApi,
  ...sandboxApi,
} as const;
