import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { onlyGuests, requireSignedIn } from './app/guards.ts';
import { safeNext } from './app/safe-next.ts';
import { root } from './frame-routes.ts';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string; ended?: true; registered?: true } => ({
    ...(search['next'] === undefined ? {} : { next: safeNext(search['next']) }),
    ...(search['ended'] === undefined ? {} : { ended: true }),
    ...(search['registered'] === undefined ? {} : { registered: true }),
  }),
  beforeLoad: onlyGuests,
  component: lazyRouteComponent(() => import('./auth/SignIn.tsx'), 'SignIn'),
});
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./auth/ForgotPassword.tsx'), 'ForgotPassword'),
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./auth/ResetPassword.tsx'), 'ResetPassword'),
});
const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/second-factor',
  validateSearch: readNext,
  beforeLoad: onlyGuests,
  component: lazyRouteComponent(() => import('./auth/SecondFactor.tsx'), 'SecondFactor'),
});
/** For whoever got a security notice, signed in or not. */
const notMe = createRoute({
  getParentRoute: () => root,
  path: '/not-me',
  component: lazyRouteComponent(() => import('./auth/NotMe.tsx'), 'NotMe'),
});
const cannotGetIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/help',
  component: lazyRouteComponent(() => import('./auth/CannotGetIn.tsx'), 'CannotGetIn'),
});
const followAccess = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/help/follow',
  component: lazyRouteComponent(() => import('./auth/FollowAccess.tsx'), 'FollowAccess'),
});
/** For whoever has no account any more. */
const closureRecord = createRoute({
  getParentRoute: () => root,
  path: '/closure-record',
  component: lazyRouteComponent(() => import('./closing/ClosureRecord.tsx'), 'ClosureRecord'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('./auth/Register.tsx'), 'Register'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  beforeLoad: requireSignedIn,
  component: lazyRouteComponent(() => import('./auth/Verify.tsx'), 'Verify'),
});
const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('./auth/ConfirmEmail.tsx'), 'ConfirmEmail'),
});

/** Where to go after a step in between. */
export function readNext(search: Record<string, unknown>): { next?: string | undefined } {
  return search['next'] === undefined ? {} : { next: safeNext(search['next']) };
}
/** The ways in and back in; no page of these needs an account. */
export const guestRoutes = [
  signIn,
  forgotPassword,
  resetPassword,
  secondFactor,
  cannotGetIn,
  followAccess,
  closureRecord,
  register,
  verify,
  confirmEmail,
  notMe,
] as const;
