// The API's reference: for machines at /api/openapi.json, for people at /docs.
import { api } from '#common/api/index';
import { isReasonCode } from '#common/reasons';
import type { Config } from '#platform/config';
import { page, type Server } from '#platform/http';
import { serveOpenApi } from '#platform/openapi';
import { renderDocs } from '../../web/site/docs.ts';
import { sitePage } from './pages.ts';

/** Version of the interface: `/api/v1`. */
const API_VERSION = '1';
const DESCRIPTION =
  'OKPay: an e-wallet whose customer-service centre sits on the ledger. Amounts are whole minor units as text; every refusal carries a code, its facts and what can be done.';

export function docs(server: Server, config: Config): void {
  const document = serveOpenApi(server, api, {
    title: 'OKPay',
    version: API_VERSION,
    description: DESCRIPTION,
    serverUrl: config.publicUrl,
  });
  sitePage(server, config)('/docs', (context) => renderDocs(context, document()));
  // The `type` of every problem document.
  page(server, '/help/errors/:code', async ({ reply, params }) => {
    const code = params['code'] ?? '';
    if (isReasonCode(code)) await reply.redirect(`/docs#code-${code}`, 303);
    return null;
  });
}
