import type { CaseState, CaseTopic } from '#common/api/support';
import * as m from '#messages';

const STATES: Record<CaseState, () => string> = {
  awaiting_agent: m.customer_case_awaiting_agent,
  in_progress: m.customer_case_in_progress,
  awaiting_customer: m.customer_case_awaiting_customer,
  resolved: m.customer_case_resolved,
  closed: m.customer_case_closed,
};
export const caseStateWord = (state: CaseState): string => STATES[state]();

const TOPICS: Record<CaseTopic, () => string> = {
  top_up: m.customer_topic_top_up,
  transfer: m.customer_topic_transfer,
  account: m.customer_topic_account,
  sign_in: m.customer_topic_sign_in,
  fees: m.customer_topic_fees,
  debt: m.customer_topic_debt,
  complaint: m.customer_topic_complaint,
  other: m.customer_topic_other,
};
export const topicWord = (topic: CaseTopic): string => TOPICS[topic]();
