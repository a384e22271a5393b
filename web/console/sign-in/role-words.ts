import type { StaffRole } from '#common/api/route';
import * as m from '#messages';

const ROLES: Record<StaffRole, () => string> = {
  agent: m.console_role_agent,
  supervisor: m.console_role_supervisor,
  risk: m.console_role_risk,
  finance: m.console_role_finance,
  operator: m.console_role_operator,
};
export const roleWord = (role: StaffRole): string => ROLES[role]();
