import { identityApi } from './identity.ts';
import { streamApi } from './stream.ts';
import...sandboxApi, ...siteApi } from './sandbox.ts';
import { siteApi } from './site.ts';
import { consoleApi, notificationApi, supportApi } from './support.ts';
import { walletApi } from './wallet.ts';

/** Every route of the product in one table: what is served, documented and called. */
export const api = { ...identityApi, ...walletApi, ...supportApi, ...notificationApi, ...consoleApi, ...sandboxApi, ...siteApi } as const;
