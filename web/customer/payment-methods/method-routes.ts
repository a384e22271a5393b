import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { requireVerified } from '../app/guards.ts';
import { app } from '../frame-routes.ts';
import { readAddCardSearch, readMethodsSearch } from './search.ts';

const paymentMethods = createRoute({
  getParentRoute: () => app,
  path: '/me/payment-methods',
  validateSearch: readMethodsSearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./PaymentMethods.tsx'), 'PaymentMethods'),
});
const addCard = createRoute({
  getParentRoute: () => app,
  path: '/me/payment-methods/add',
  validateSearch: readAddCardSearch,
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./AddCard.tsx'), 'AddCard'),
});
const bankAccounts = createRoute({
  getParentRoute: () => app,
  path: '/me/bank-accounts',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('./PaymentMethods.tsx'), 'PaymentMethods'),
});
const addBankAccount = createRoute({
  getParentRoute: () => app,
  path: '/me/bank-accounts/add',
  beforeLoad: requireVerified,
  component: lazyRouteComponent(() => import('../bank-accounts/AddAccount.tsx'), 'AddAccount'),
});

/** Cards and bank accounts; the older address of the bank accounts shows the same page. */
export const methodRoutes = [paymentMethods, addCard, bankAccounts, addBankAccount] as const;
