import { bankAccountApi } from './bank-account.ts';
import { bankTopUpApi } from './bank-top-up.ts';
import { beneficiaryApi } from './beneficiary.ts';
import { claimApi } from './claim.ts';
import { closingApi } from './closing.ts';
import { contactApi } from './contact.ts';
import { crossBorderApi } from './cross-border.ts';
import { dataExportApi } from './data-export.ts';
import { exchangeApi } from './exchange.ts';
import { identityProofApi } from './identity-proof.ts';
import { keptCardApi } from './kept-card.ts';
import { moneyRequestApi } from './money-request.ts';
import { passkeyApi } from './passkey.ts';
import { petitionApi } from './petition.ts';
import { pickupApi } from './pickup.ts';
import { receiptApi } from './receipt.ts';
import { securityQuestionApi } from './security-questions.ts';
import { statementApi } from './statement.ts';
import { traceApi } from './trace.ts';
import { withdrawalApi } from './withdrawal.ts';

/** The routes that customers call from pages that are loaded when somebody goes there; each such page takes its own file alone. */
export const customerPagesApi = {
  ...bankAccountApi,
  ...bankTopUpApi,
  ...beneficiaryApi,
  ...claimApi,
  ...closingApi,
  ...contactApi,
  ...crossBorderApi,
  ...dataExportApi,
  ...exchangeApi,
  ...identityProofApi,
  ...keptCardApi,
  ...moneyRequestApi,
  ...passkeyApi,
  ...petitionApi,
  ...pickupApi,
  ...receiptApi,
  ...securityQuestionApi,
  ...statementApi,
  ...traceApi,
  ...withdrawalApi,
} as const;
