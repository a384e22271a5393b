import type { DataSource } from '#platform/data-export';
import type { Server } from '#platform/http';
import { accountRoutes } from './account/routes.ts';
import { activityRoutes } from './activity/routes.ts';
import { defineDebtJobs } from './chargeback/jobs.ts';
import { definePausing } from './chargeback/pause-debtors.ts';
import { consoleClaimRoutes } from './claim/console-routes.ts';
import { claimRoutes } from './claim/routes.ts';
import { beneficiaryData } from './beneficiary/data-source.ts';
import { beneficiaryRoutes } from './beneficiary/routes.ts';
import { bankAccountData } from './bank-account/data-source.ts';
import { bankAccountRoutes } from './bank-account/routes.ts';
import { bankTopUpData } from './bank-top-up/data-source.ts';
import { defineReportJobs } from './bank-report/jobs.ts';
import { defineBankTopUpJobs } from './bank-top-up/jobs.ts';
import { consoleFinanceRoutes } from './bank-top-up/console-routes.ts';
import { conflictRoutes } from './conflict/routes.ts';
import { bankTopUpRoutes } from './bank-top-up/routes.ts';
import { consoleReconciliationRoutes } from './reconciliation/console-routes.ts';
import { defineReconciliationJobs } from './reconciliation/jobs.ts';
import { defineCrossBorderJobs } from './cross-border/jobs.ts';
import { crossBorderRoutes } from './cross-border/routes.ts';
import { keptCardData } from './kept-card/data-source.ts';
import { defineKeptCardJobs } from './kept-card/jobs.ts';
import { keptCardRoutes } from './kept-card/routes.ts';
import type { WalletDeps } from './deps.ts';
import { consoleRatesRoutes } from './exchange/console-routes.ts';
import { defineExchangeJobs } from './exchange/jobs.ts';
import { exchangeRoutes } from './exchange/routes.ts';
import { defineMoneyRequestJobs } from './money-request/jobs.ts';
import { moneyRequestData } from './money-request/data-source.ts';
import { moneyRequestRoutes } from './money-request/routes.ts';
import { payCodeRoutes } from './pay-code/routes.ts';
import { payeeRoutes } from './payee/routes.ts';
import { definePayeeJobs } from './payee/jobs.ts';
import { defineTopUpJobs } from './top-up/jobs.ts';
import { definePickupJobs } from './pickup/jobs.ts';
import { pickupRoutes } from './pickup/routes.ts';
import { receiptRoutes } from './receipt/routes.ts';
import { topUpRoutes } from './top-up/routes.ts';
import { defineReviewJobs, reviewRoutes } from './review/routes.ts';
import { statementData } from './statement/data-source.ts';
import { statementRoutes } from './statement/routes.ts';
import { defineWithdrawalJobs } from './withdrawal/jobs.ts';
import { withdrawalRoutes } from './withdrawal/routes.ts';
import { consoleTraceRoutes } from './trace/console-routes.ts';
import { tariffRoutes } from './tariff/routes.ts';
import { defineTraceJobs } from './trace/jobs.ts';
import { traceRoutes } from './trace/routes.ts';
import { transferRoutes } from './transfer/routes.ts';

/** The door of the wallet: top-ups, payments to people, balances and history. */
export { renewBankAccounts } from './bank-account/sealed.ts';
export { eraseDetails as eraseBankAccounts } from './bank-account/store.ts';
export { renewBeneficiaries } from './beneficiary/sealed.ts';
export { eraseDetails as eraseBeneficiaries } from './beneficiary/store.ts';
export { requestMessages } from './cross-border/jobs.ts';
export { factorAbove } from './rules/factor-above.ts';
export { eraseFaces as eraseKeptCards } from './kept-card/store.ts';
export { requestReports } from './bank-report/jobs.ts';
export { renewPayers } from './bank-top-up/sealed.ts';
export { bankTopUpTariffs, erasePayers } from './bank-top-up/store.ts';
export { offeredTariffs as withdrawalTariffs } from './withdrawal/offered.ts';
export { accountsOf, type Accounts } from './account/accounts-of.ts';
export { outcomesOfClaim, settleClaim } from './claim/settle-claim.ts';
export { takePickupLink } from './pickup/take-link.ts';
export { requestFacts } from './money-request/request-facts.ts';
export { openDebts } from './chargeback/store.ts';
export type { WalletDeps } from './deps.ts';
export { assess } from './rules/assess.ts';
export { decideReview, decideReviewProposal } from './review/decide-review.ts';
export { resolveConflict } from './top-up/resolve-conflict.ts';
export type { StatementWords } from './statement/statement.ts';
export { requestRates } from './exchange/jobs.ts';
export { exchangeTariffs } from './exchange/store.ts';
export { roadsInForce } from './cross-border/tariff-store.ts';
export { standingTariffs } from './tariff/show-tariffs.ts';
export { tariffsInForce } from './top-up/store.ts';
export type { Tariff } from './top-up/tariff.ts';

/** What this room keeps of a customer, for the copy of all data. */
export const walletData = (deps: Pick<WalletDeps, 'keys'>): readonly DataSource[] => [
  statementData,
  bankAccountData(deps),
  beneficiaryData(deps),
  keptCardData(),
  bankTopUpData(deps),
  moneyRequestData(),
];

/** Everything that customers and the acquirer call. */
export function routes(server: Server, deps: WalletDeps): void {
  accountRoutes(server, deps);
  activityRoutes(server, deps);
  payeeRoutes(server, deps);
  receiptRoutes(server, deps);
  statementRoutes(server, deps);
  topUpRoutes(server, deps);
  transferRoutes(server, deps);
  reviewRoutes(server, deps);
  claimRoutes(server, deps);
  consoleClaimRoutes(server, deps);
  exchangeRoutes(server, deps);
  consoleRatesRoutes(server, deps);
  bankAccountRoutes(server, deps);
  keptCardRoutes(server, deps);
  withdrawalRoutes(server, deps);
  beneficiaryRoutes(server, deps);
  crossBorderRoutes(server, deps);
  traceRoutes(server, deps);
  consoleTraceRoutes(server, deps);
  moneyRequestRoutes(server, deps);
  payCodeRoutes(server, deps);
  pickupRoutes(server, deps);
  bankTopUpRoutes(server, deps);
  consoleFinanceRoutes(server, deps);
  conflictRoutes(server, deps);
  consoleReconciliationRoutes(server, deps);
  tariffRoutes(server, deps);
}

/** What happens by itself: questions to the acquirer, releases, collections. Each process that runs jobs or hears events calls it once. */
export function registerJobs(deps: WalletDeps): void {
  defineTopUpJobs(deps);
  defineKeptCardJobs(deps);
  defineDebtJobs(deps);
  definePausing(deps);
  definePayeeJobs(deps);
  defineReviewJobs(deps);
  defineExchangeJobs(deps);
  defineWithdrawalJobs(deps);
  defineCrossBorderJobs(deps);
  defineMoneyRequestJobs(deps);
  definePickupJobs(deps);
  defineReportJobs(deps);
  defineBankTopUpJobs(deps);
  defineReconciliationJobs(deps);
  defineTraceJobs(deps);
}
