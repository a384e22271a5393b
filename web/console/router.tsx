import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { queryClient } from '#web/call.ts';
import { NoSuchPage, NotReached, Waiting } from './Between.tsx';
import { mayFinance, mayRestrict, staffQuery, type QueueKind } from './session.ts';
import { SignIn } from './sign-in/SignIn.tsx';

/** Milliseconds before a wait is shown: what comes sooner never flickers. */
const PENDING_MS = 300;

const root = createRootRoute({ component: Outlet });

async function requireStaff(): Promise<void> {
  if (!(await queryClient.ensureQueryData(staffQuery))) throw redirect({ to: '/sign-in' });
}
async function requireStranger(): Promise<void> {
  if (await queryClient.ensureQueryData(staffQuery)) throw redirect({ to: '/cases' });
}

/** Each role begins at its own desk. */
async function toOwnDesk(isFor: 'cases' | 'restrictions' | 'suspense'): Promise<void> {
  const staff = await queryClient.ensureQueryData(staffQuery);
  if (!staff) return;
  const own = mayRestrict(staff.role) ? 'restrictions' : mayFinance(staff.role) ? 'suspense' : 'cases';
  if (own !== isFor) throw redirect({ to: `/${own}` });
}

const readView = (search: Record<string, unknown>): { view?: QueueKind | undefined } => {
  const view = (['mine', 'open', 'all'] as const).find((each) => each === search['view']);
  return view ? { view } : {};
};

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  beforeLoad: requireStranger,
  component: SignIn,
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./sign-in/Invitation.tsx'), 'Invitation'),
});
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: requireStaff,
  component: lazyRouteComponent(() => import('./desk/Desk.tsx'), 'Desk'),
});
const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/cases' });
  },
});
const Cases = lazyRouteComponent(() => import('./desk/Cases.tsx'), 'Cases');
const cases = createRoute({
  getParentRoute: () => desk,
  path: '/cases',
  validateSearch: readView,
  beforeLoad: () => toOwnDesk('cases'),
  component: Cases,
});
const oneCase = createRoute({
  getParentRoute: () => desk,
  path: '/cases/$id',
  validateSearch: readView,
  beforeLoad: () => toOwnDesk('cases'),
  component: Cases,
});

const restrictions = createRoute({
  getParentRoute: () => desk,
  path: '/restrictions',
  beforeLoad: () => toOwnDesk('restrictions'),
  component: lazyRouteComponent(() => import('./restrictions/RiskDesk.tsx'), 'RiskDesk'),
});

const reviews = createRoute({
  getParentRoute: () => desk,
  path: '/reviews',
  beforeLoad: () => toOwnDesk('restrictions'),
  component: lazyRouteComponent(() => import('./reviews/ReviewQueue.tsx'), 'ReviewQueue'),
});
const claims = createRoute({
  getParentRoute: () => desk,
  path: '/claims',
  beforeLoad: () => toOwnDesk('restrictions'),
  component: lazyRouteComponent(() => import('./claims/ClaimQueue.tsx'), 'ClaimQueue'),
});
const rules = createRoute({
  getParentRoute: () => desk,
  path: '/rules',
  beforeLoad: () => toOwnDesk('restrictions'),
  component: lazyRouteComponent(() => import('./rules/RuleDesk.tsx'), 'RuleDesk'),
});
const screening = createRoute({
  getParentRoute: () => desk,
  path: '/screening',
  beforeLoad: () => toOwnDesk('restrictions'),
  component: lazyRouteComponent(() => import('./screening/ScreeningDesk.tsx'), 'ScreeningDesk'),
});
const Identity = lazyRouteComponent(() => import('./identity-review/IdentityReview.tsx'), 'IdentityReview');
const identity = createRoute({
  getParentRoute: () => desk,
  path: '/identity',
  beforeLoad: () => toOwnDesk('restrictions'),
  component: Identity,
});
const oneIdentity = createRoute({
  getParentRoute: () => desk,
  path: '/identity/$id',
  beforeLoad: () => toOwnDesk('restrictions'),
  component: Identity,
});

const suspense = createRoute({
  getParentRoute: () => desk,
  path: '/suspense',
  beforeLoad: () => toOwnDesk('suspense'),
  component: lazyRouteComponent(() => import('./finance/Suspense.tsx'), 'Suspense'),
});
const conflicts = createRoute({
  getParentRoute: () => desk,
  path: '/conflicts',
  beforeLoad: () => toOwnDesk('suspense'),
  component: lazyRouteComponent(() => import('./finance/Conflicts.tsx'), 'Conflicts'),
});
const bankRail = createRoute({
  getParentRoute: () => desk,
  path: '/bank',
  beforeLoad: () => toOwnDesk('suspense'),
  component: lazyRouteComponent(() => import('./finance/BankRail.tsx'), 'BankRail'),
});

const reconciliation = createRoute({
  getParentRoute: () => desk,
  path: '/reconciliation',
  beforeLoad: () => toOwnDesk('suspense'),
  component: lazyRouteComponent(() => import('./reconciliation/Reconciliation.tsx'), 'Reconciliation'),
});
const railDay = createRoute({
  getParentRoute: () => desk,
  path: '/reconciliation/$id',
  beforeLoad: () => toOwnDesk('suspense'),
  component: lazyRouteComponent(() => import('./reconciliation/RailDay.tsx'), 'RailDay'),
});
const debts = createRoute({
  getParentRoute: () => desk,
  path: '/debts',
  beforeLoad: () => toOwnDesk('suspense'),
  component: lazyRouteComponent(() => import('./reconciliation/Debts.tsx'), 'Debts'),
});
const rates = createRoute({
  getParentRoute: () => desk,
  path: '/rates',
  beforeLoad: () => toOwnDesk('suspense'),
  component: lazyRouteComponent(() => import('./rates/Rates.tsx'), 'Rates'),
});
const tariffs = createRoute({
  getParentRoute: () => desk,
  path: '/tariffs',
  beforeLoad: () => toOwnDesk('suspense'),
  component: lazyRouteComponent(() => import('./tariffs/Tariffs.tsx'), 'Tariffs'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    signIn,
    invitation,
    desk.addChildren([
      cases,
      oneCase,
      restrictions,
      rules,
      reviews,
      claims,
      screening,
      identity,
      oneIdentity,
      suspense,
      tariffs,
      rates,
      conflicts,
      bankRail,
      reconciliation,
      railDay,
      debts,
    ]),
  ]),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultPendingMs: PENDING_MS,
  defaultPendingComponent: Waiting,
  defaultErrorComponent: NotReached,
  defaultNotFoundComponent: NoSuchPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
