import type { Locale } from '#common/locale';
import { defineDeadlines } from '#cases';
import type { Server } from '#platform/http';
import type { SupportDeps } from './deps.ts';
import { accessLogRoutes } from './desk/access-log.ts';
import { consoleRoutes } from './desk/console-routes.ts';
import { customerRoutes } from './desk/customer-routes.ts';
import type { Article } from './help/article.ts';
import { helpCentre, type HelpHit, type HelpTopic } from './help/help-centre.ts';
import { restrictionRoutes } from './restrictions/routes.ts';
import { screeningRoutes } from './screening/routes.ts';
import { consolePetitionRoutes } from './petitions/console-routes.ts';
import { petitionRoutes } from './petitions/customer-routes.ts';
import { helpRoutes } from './help/routes.ts';
import { reviewRoutes } from './reviews/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
import { wordFreezeRoutes } from './word-freeze/routes.ts';

/** The desk over cases: answers that need nobody, conversations with a person, and the screen of whoever answers. */
export type { SupportDeps } from './deps.ts';
export { looksData } from './desk/data-source.ts';
export type { Article } from './help/article.ts';
export type { HelpHit, HelpTopic } from './help/help-centre.ts';

export function routes(server: Server, deps: SupportDeps): void {
  helpRoutes(server, deps);
  customerRoutes(server, deps);
  accessLogRoutes(server, deps);
  consoleRoutes(server, deps);
  restrictionRoutes(server, deps);
  ruleRoutes(server, deps);
  screeningRoutes(server, deps);
  reviewRoutes(server, deps);
  petitionRoutes(server, deps);
  consolePetitionRoutes(server, deps);
  wordFreezeRoutes(server, deps);
}

/** Promises of cases are kept by the clock. */
export function registerJobs({ db, clock }: Pick<SupportDeps, 'db' | 'clock'>): void {
  defineDeadlines({ db, clock });
}

/** For the public pages. */
export const searchHelp = (query: string, locale: Locale, limit: number): HelpHit[] =>
  helpCentre().search(query, { locale, limit });
export const helpTopics = (locale: Locale): HelpTopic[] => helpCentre().topics(locale);
export const articleOf = (slug: string, locale: Locale): Article | null => helpCentre().article(slug, locale);
