import { accessApi } from './access.ts';
import { accessHelpApi } from './access-help.ts';
import { closingApi } from './closing.ts';
import { claimApi } from './claim.ts';
import { contactApi } from './contact.ts';
import { dataExportApi } from './data-export.ts';
import { bankAccountApi } from './bank-account.ts';
import { bankTopUpApi } from './bank-top-up.ts';
import { exchangeApi } from './exchange.ts';
import { identityApi } from './identity.ts';
import { identityProofApi } from './identity-proof.ts';
import { notificationApi } from './notification.ts';
import { passkeyApi } from './passkey.ts';
import { profileApi } from './profile.ts';
import { receiptApi } from './receipt.ts';
import { sandboxApi } from './sandbox.ts';
import { sandboxBankApi } from './sandbox-bank.ts';
import { recoveryApi } from './recovery.ts';
import { petitionApi } from './petition.ts';
import { selfFreezeApi } from './self-freeze.ts';
import { securityQuestionApi } from './security-questions.ts';
import { siteApi } from './site.ts';
import { statementApi } from './statement.ts';
import { stepUpApi } from './step-up.ts';
import { supportApi } from './support.ts';
import { walletApi } from './wallet.ts';
import { withdrawalApi } from './withdrawal.ts';

/** The routes that the pages of customers call: what only desks of staff call is no part of their first load. */
export const api = {
  ...siteApi,
  ...identityApi,
  ...accessApi,
  ...passkeyApi,
  ...recoveryApi,
  ...selfFreezeApi,
  ...contactApi,
  ...accessHelpApi,
  ...securityQuestionApi,
  ...profileApi,
  ...closingApi,
  ...dataExportApi,
  ...stepUpApi,
  ...walletApi,
  ...claimApi,
  ...exchangeApi,
  ...bankAccountApi,
  ...bankTopUpApi,
  ...withdrawalApi,
  ...receiptApi,
  ...statementApi,
  ...supportApi,
  ...notificationApi,
  ...identityProofApi,
  ...petitionApi,
  ...sandboxApi,
  ...sandboxBankApi,
} as const;
