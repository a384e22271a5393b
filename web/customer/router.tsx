import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { requireVerified } from './app/guards.ts';
import { NotThere, RouteFailed } from './app/RouteStates.tsx';
import { readFilters } from './history/filters.ts';
import { readPaySearch } from './pay/search.ts';
import { readStatementSearch } from './statements/search.ts';
import { readExchangeSearch } from './exchange/search.ts';
import { abroadRoutes } from './abroad/routes.ts';
import { methodRoutes } from './payment-methods/method-routes.ts';
import { readWithdrawSearch } from './withdraw/search.ts';
import { readTopUpSearch } from './top-up/search.ts';
import { app, root } from './frame-routes.ts';
import { guestRoutes, readNext } from './guest-routes.ts';
import { Home } from './home/Home.tsx';

const home = createRoute({ getParentRoute: () => app, path: '/home', component: Home });
/** The list and the entry chosen from it; the filters stay in the address of both. */
const entries = createRoute({
  getParentRoute: () => app,
  id: 'entries',
  component: lazyRouteComponent(() => import('./history/History.tsx'), 'History'),
});
const history = createRoute({ getParentRoute: () => entries, path: '/history', validateSearch: readFilters });
const entry = createRoute({
  getParentRoute: () => entries,
  path: '/entry/$id',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./entry/EntryPage.tsx'), 'EntryPage'),
});
const notMine = createRoute({
  getParentRoute: () => app,
  path: '/entry/$id/not-mine',
  component: lazyRouteComponent(() => import('./claim/NotMine.tsx'), 'NotMine'),
});
const trace = createRoute({
  getParentRoute: () => app,
  path: '/entry/$id/trace',
  component: lazyRouteComponent(() => import('./trace/TracePage.tsx'), 'TracePage'),
});
const receipt = createRoute({
  getParentRoute: () => app,
  path: '/receipt/$id',
  component: lazyRouteComponent(() => import('./entry/Receipt.tsx'), 'Receipt'),
});
const statements = createRoute({
  getParentRoute: () => app,
  path: '/statements',
  component: lazyRouteComponent(() => import('./statements/Statements.tsx'), 'Statements'),
});
const statement = createRoute({
  getParentRoute: () => app,
  path: '/statement',
  validateSearch: readStatementSearch,
  component: lazyRouteComponent(() => import('./statements/StatementPage.tsx'), 'StatementPage'),
});
const spending = createRoute({
  getParentRoute: () => app,
  path: '/spending',
  component: lazyRouteComponent(() => import('./spending/Spending.tsx'), 'Spending'),
});
const pay = createRoute({
  getParentRoute: () => app,
  path: '/pay',
  validateSearch: readPaySearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./pay/Pay.tsx'), 'Pay'),
});
const requests = createRoute({
  getParentRoute: () => app,
  path: '/requests',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./requests/Requests.tsx'), 'Requests'),
});
const askForMoney = createRoute({
  getParentRoute: () => app,
  path: '/requests/new',
  validateSearch: (search: Record<string, unknown>): { by?: 'link' } =>
    search['by'] === 'link' ? { by: 'link' } : {},
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./requests/AskForMoney.tsx'), 'AskForMoney'),
});
const moneyRequest = createRoute({
  getParentRoute: () => app,
  path: '/requests/$id',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./requests/RequestPage.tsx'), 'RequestPage'),
});
const payRequest = createRoute({
  getParentRoute: () => app,
  path: '/requests/$id/pay',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./requests/PayRequest.tsx'), 'PayRequest'),
});
/** For whoever has a link to a request, signed in or not; and the request behind it. */
const requestLink = createRoute({
  getParentRoute: () => root,
  path: '/requests/link',
  component: lazyRouteComponent(() => import('./code/TakeLink.tsx'), 'TakeLink'),
});
const codeLink = createRoute({
  getParentRoute: () => root,
  path: '/code/link',
  component: lazyRouteComponent(() => import('./code/TakeLink.tsx'), 'TakeLink'),
});
/** For whoever was sent money by address, signed in or not; and what waits, once the address is proven. */
const pickupLink = createRoute({
  getParentRoute: () => root,
  path: '/pickup',
  component: lazyRouteComponent(() => import('./pickup/TakePickup.tsx'), 'TakePickup'),
});
const pickUp = createRoute({
  getParentRoute: () => app,
  path: '/pickup/open',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./pickup/PickUp.tsx'), 'PickUp'),
});
const payByCode = createRoute({
  getParentRoute: () => app,
  path: '/pay/code',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./code/PayByCode.tsx'), 'PayByCode'),
});
const myCode = createRoute({
  getParentRoute: () => app,
  path: '/code',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./code/MyCode.tsx'), 'MyCode'),
});
const scan = createRoute({
  getParentRoute: () => app,
  path: '/scan',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./code/Scan.tsx'), 'Scan'),
});
const requestByLink = createRoute({
  getParentRoute: () => app,
  path: '/requests/open',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./requests/OpenLink.tsx'), 'OpenLink'),
});
const topUp = createRoute({
  getParentRoute: () => app,
  path: '/top-up',
  validateSearch: readTopUpSearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./top-up/TopUp.tsx'), 'TopUp'),
});
const ewalletTopUp = createRoute({
  getParentRoute: () => app,
  path: '/top-up/ewallet',
  validateSearch: readTopUpSearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./top-up/EwalletTopUp.tsx'), 'EwalletTopUp'),
});
const bankTransfer = createRoute({
  getParentRoute: () => app,
  path: '/top-up/bank',
  validateSearch: readTopUpSearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./bank-transfer/BankTransfer.tsx'), 'BankTransfer'),
});
const exchange = createRoute({
  getParentRoute: () => app,
  path: '/exchange',
  validateSearch: readExchangeSearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./exchange/Exchange.tsx'), 'Exchange'),
});
const withdrawRoute = createRoute({
  getParentRoute: () => app,
  path: '/withdraw',
  validateSearch: readWithdrawSearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./withdraw/Withdraw.tsx'), 'Withdraw'),
});
const me = createRoute({
  getParentRoute: () => app,
  path: '/me',
  component: lazyRouteComponent(() => import('./me/Me.tsx'), 'Me'),
});
const paymentPassword = createRoute({
  getParentRoute: () => app,
  path: '/me/payment-password',
  validateSearch: readNext,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./me/PaymentPassword.tsx'), 'PaymentPassword'),
});
const password = createRoute({
  getParentRoute: () => app,
  path: '/me/password',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./access/ChangePassword.tsx'), 'ChangePassword'),
});
const changeEmail = createRoute({
  getParentRoute: () => app,
  path: '/me/email',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./access/ChangeContact.tsx'), 'ChangeEmail'),
});
const changePhone = createRoute({
  getParentRoute: () => app,
  path: '/me/phone',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./access/ChangeContact.tsx'), 'ChangePhone'),
});
const secondFactors = createRoute({
  getParentRoute: () => app,
  path: '/me/second-factors',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./access/SecondFactors.tsx'), 'SecondFactors'),
});
const authenticator = createRoute({
  getParentRoute: () => app,
  path: '/me/second-factors/authenticator',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./access/AddAuthenticator.tsx'), 'AddAuthenticator'),
});
const sessions = createRoute({
  getParentRoute: () => app,
  path: '/me/sessions',
  component: lazyRouteComponent(() => import('./me/Sessions.tsx'), 'SessionList'),
});
const security = createRoute({
  getParentRoute: () => app,
  path: '/me/security',
  component: lazyRouteComponent(() => import('./me/SecurityEvents.tsx'), 'SecurityEvents'),
});
const accessLog = createRoute({
  getParentRoute: () => app,
  path: '/me/access',
  component: lazyRouteComponent(() => import('./me/AccessLog.tsx'), 'AccessLog'),
});
const identity = createRoute({
  getParentRoute: () => app,
  path: '/me/identity',
  component: lazyRouteComponent(() => import('./identity/IdentityPage.tsx'), 'IdentityPage'),
});
const proveIdentity = createRoute({
  getParentRoute: () => app,
  path: '/me/identity/prove',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./identity/ProveIdentity.tsx'), 'ProveIdentity'),
});
const limits = createRoute({
  getParentRoute: () => app,
  path: '/me/limits',
  component: lazyRouteComponent(() => import('./me/Limits.tsx'), 'LimitsPage'),
});
const accountStatus = createRoute({
  getParentRoute: () => app,
  path: '/me/account-status',
  component: lazyRouteComponent(() => import('./account-status/AccountStatus.tsx'), 'AccountStatus'),
});
const handle = createRoute({
  getParentRoute: () => app,
  path: '/me/handle',
  component: lazyRouteComponent(() => import('./me/Handle.tsx'), 'Handle'),
});
const phrase = createRoute({
  getParentRoute: () => app,
  path: '/me/phrase',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./me/Phrase.tsx'), 'Phrase'),
});
const securityQuestions = createRoute({
  getParentRoute: () => app,
  path: '/me/security-questions',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./access/SecurityQuestions.tsx'), 'SecurityQuestions'),
});
const findable = createRoute({
  getParentRoute: () => app,
  path: '/me/findable',
  component: lazyRouteComponent(() => import('./me/Findable.tsx'), 'Findable'),
});
const choices = createRoute({
  getParentRoute: () => app,
  path: '/me/notifications',
  component: lazyRouteComponent(() => import('./me/Choices.tsx'), 'Choices'),
});
const closing = createRoute({
  getParentRoute: () => app,
  path: '/me/closing',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./closing/Closing.tsx'), 'Closing'),
});
const messages = createRoute({
  getParentRoute: () => app,
  path: '/messages',
  component: lazyRouteComponent(() => import('./messages/Messages.tsx'), 'Messages'),
});
const helpStart = createRoute({
  getParentRoute: () => app,
  path: '/help-me',
  validateSearch: readHelpSearch,
  component: lazyRouteComponent(() => import('./help/HelpStart.tsx'), 'HelpStart'),
});
const helpCase = createRoute({
  getParentRoute: () => app,
  path: '/help-me/$caseId',
  component: lazyRouteComponent(() => import('./help/CasePage.tsx'), 'CasePage'),
});
const petition = createRoute({
  getParentRoute: () => app,
  path: '/me/petitions/$caseId',
  component: lazyRouteComponent(() => import('./petition/PetitionPage.tsx'), 'PetitionPage'),
});

/** Help about one entry, by address. */
function readHelpSearch(search: Record<string, unknown>): { entry?: string | undefined } {
  const entry = search['entry'];
  return typeof entry === 'string' && /^[a-z]+_[0-9A-Z]{26}$/.test(entry) ? { entry } : {};
}

export const router = createRouter({
  routeTree: root.addChildren([
    ...guestRoutes,
    requestLink,
    codeLink,
    pickupLink,
    app.addChildren([
      home,
      entries.addChildren([history, entry]),
      receipt,
      statements,
      statement,
      spending,
      notMine,
      trace,
      pay,
      payByCode,
      pickUp,
      myCode,
      scan,
      requests,
      askForMoney,
      requestByLink,
      moneyRequest,
      payRequest,
      topUp,
      ewalletTopUp,
      bankTransfer,
      exchange,
      withdrawRoute,
      ...abroadRoutes,
      ...methodRoutes,
      me,
      paymentPassword,
      password,
      changeEmail,
      changePhone,
      secondFactors,
      authenticator,
      sessions,
      security,
      accessLog,
      limits,
      identity,
      proveIdentity,
      accountStatus,
      handle,
      phrase,
      securityQuestions,
      findable,
      choices,
      closing,
      messages,
      helpStart,
      helpCase,
      petition,
    ]),
  ]),
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultErrorComponent: RouteFailed,
  defaultNotFoundComponent: NotThere,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
