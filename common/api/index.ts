import { identityApi } from './identity.ts';
import { sandboxApi } from './sandbox.ts';
import { siteApi } from './site.ts';
import { consoleApi, notificationApi, supportApi } from './support.ts';
import { walletApi } from './wallet.ts';

/** Every route of the product in one table: what is served, documented and called. */
export const api = {
  ...siteApi,
  ...identityApi,
  ...walletApi,
  ...supportApi,
  ...notificationApi,
  ...consoleApi,
  ...sandboxApi,
} as const;
