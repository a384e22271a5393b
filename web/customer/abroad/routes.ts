import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { requireVerified } from '../app/guards.ts';
import { app } from '../frame-routes.ts';
import { readAbroadSearch } from './search.ts';

const abroadRoute = createRoute({
  getParentRoute: () => app,
  path: '/abroad',
  validateSearch: readAbroadSearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./SendAbroad.tsx'), 'SendAbroad'),
});
const payeesAbroad = createRoute({
  getParentRoute: () => app,
  path: '/abroad/payees',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./Payees.tsx'), 'Payees'),
});
const addPayeeAbroad = createRoute({
  getParentRoute: () => app,
  path: '/abroad/payees/add',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./AddPayee.tsx'), 'AddPayee'),
});
/** Sending abroad and the book of payees. */
export const abroadRoutes = [abroadRoute, payeesAbroad, addPayeeAbroad] as const;
