import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { AppShell } from './app/AppShell.tsx';
import { onlyGuests, requireSignedIn, requireVerified, safeNext } from './app/guards.ts';
import { ConfirmEmail } from './auth/ConfirmEmail.tsx';
import { Register } from './auth/Register.tsx';
import { SignIn } from './auth/SignIn.tsx';
import { Verify } from './auth/Verify.tsx';
import { readFilters } from './history/Filters.tsx';
import { Pay, readPaySearch } from './pay/Pay.tsx';
import { Home } from './home/Home.tsx';

const root = createRootRoute({ component: Outlet });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; ended?: true } => ({
    ...(search['next'] === undefined ? {} : { next: safeNext(search['next']) }),
    ...(search['ended'] === undefined ? {} : { ended: true }),
  }),
  beforeLoad: onlyGuests,
  component: SignIn,
});
const register = createRoute({ getParentRoute: () => root, path: '/register', component: Register });
const verify = createRoute({ getParentRoute: () => root, path: '/verify', beforeLoad: requireSignedIn, component: Verify });
const confirmEmail = createRoute({ getParentRoute: () => root, path: '/verify-email', component: ConfirmEmail });

const app = createRoute({ getParentRoute: () => root, id: 'app', beforeLoad: requireSignedIn, component: AppShell });
const home = createRoute({ getParentRoute: () => app, path: '/home', component: Home });
const history = createRoute({ getParentRoute: () => app, path: '/history', validateSearch: readFilters, component: lazyRouteComponent(() => import('./history/History.tsx'), 'History') });
const entry = createRoute({ getParentRoute: () => app, path: '/entry/$id', component: lazyRouteComponent(() => import('./entry/EntryPage.tsx'), 'EntryPage') });
const receipt = createRoute({ getParentRoute: () => app, path: '/receipt/$id', component: lazyRouteComponent(() => import('./entry/Receipt.tsx'), 'Receipt') });
const pay = createRoute({ getParentRoute: () => app, path: '/pay', validateSearch: readPaySearch, beforeLoad: requireVerified, component: Pay });

export const router = createRouter({
  routeTree: root.addChildren([signIn, register, verify, confirmEmail, app.addChildren([home, history, entry, receipt, pay])]),
  scrollRestoration: true,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
