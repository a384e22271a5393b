import { accessApi } from './access.ts';
import { accessHelpApi } from './access-help.ts';
import { identityApi } from './identity.ts';
import { notificationApi } from './notification.ts';
import { profileApi } from './profile.ts';
import { sandboxApi } from './sandbox.ts';
import { sandboxBankApi } from './sandbox-bank.ts';
import { sandboxEwalletApi } from './sandbox-ewallet.ts';
import { recoveryApi } from './recovery.ts';
import { selfFreezeApi } from './self-freeze.ts';
import { siteApi } from './site.ts';
import { stepUpApi } from './step-up.ts';
import { supportApi } from './support.ts';
import { walletApi } from './wallet.ts';

/**
 * The routes that the first pages of customers call. What only desks of staff call, and what belongs to pages that are loaded when somebody goes there, is no part
 * of their first load: such a page takes its routes from their own file.
 */
export const api = {
  ...siteApi,
  ...identityApi,
  ...accessApi,
  ...recoveryApi,
  ...selfFreezeApi,
  ...accessHelpApi,
  ...profileApi,
  ...stepUpApi,
  ...walletApi,
  ...supportApi,
  ...notificationApi,
  ...sandboxApi,
  ...sandboxBankApi,
  ...sandboxEwalletApi,
} as const;
