import { identityApi } from '#common/api/identity';
import { serve, type Server } from '#platform/http';
import { CUSTOMER_PASSWORD_MIN, decidePassword, strengthFor } from './rules.ts';

/** The same judgement as at registration, for the meter beside the field. Nothing of it is kept or logged. */
export function passwordRoutes(server: Server): void {
  serve(server, identityApi.checkPassword, ({ body: { password, context } }) => {
    const decision = decidePassword(password, { min: CUSTOMER_PASSWORD_MIN, context });
    return {
      strength: strengthFor(password, decision, context),
      refusal: decision.ok ? null : decision.error.code,
    };
  });
}
