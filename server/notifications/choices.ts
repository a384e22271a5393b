import { CHOSEN_TOPICS, type ChosenTopic, NEWS_TOPICS, type NewsTopic } from '#common/api/profile';
import type { MailTemplate } from './plan.ts';

/** What a mail is about. Whatever is not named protects the account, or was asked for: it always comes. */
const TOPICS: Partial<Record<MailTemplate, NewsTopic>> = {
  news_transfer: 'payments',
  news_exchange: 'payments',
  news_withdrawal: 'payments',
  news_cross_border: 'payments',
  news_request: 'payments',
  news_top_up: 'top_ups',
  // There is a time until which it can be settled or disputed.
  news_debt: 'debts',
  case_opened: 'conversations',
  case_answered: 'conversations',
  case_resolved: 'conversations',
  case_late: 'conversations',
};

const isChosen = (topic: NewsTopic): topic is ChosenTopic => CHOSEN_TOPICS.some((chosen) => chosen === topic);

/** The choice that a mail obeys; null for one that always comes. */
export function choiceFor(template: MailTemplate): ChosenTopic | null {
  const topic = TOPICS[template] ?? 'security';
  return isChosen(topic) ? topic : null;
}

/** Every kind of news, with whether it comes by mail. Mail comes until somebody says otherwise. */
export const shownChoices = (unwanted: readonly ChosenTopic[]) =>
  NEWS_TOPICS.map((topic) => ({
    topic,
    mail: !(isChosen(topic) && unwanted.includes(topic)),
    isFixed: !isChosen(topic),
  }));
