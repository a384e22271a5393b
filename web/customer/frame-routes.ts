import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { AppShell } from './app/AppShell.tsx';
import { requireSignedIn } from './app/guards.ts';

/** What every page stands in, and what the pages of somebody who is signed in stand in. */
export const root = createRootRoute({ component: Outlet });
export const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: requireSignedIn,
  component: AppShell,
});
