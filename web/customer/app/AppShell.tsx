import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { SandboxBanner } from '#ui/SandboxBanner.tsx';
import { SkipLink } from '#ui/SkipLink.tsx';
import { ToastProvider } from '#ui/Toast.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { meQuery } from '../session.ts';
import { useLive } from './live.ts';
import { usePageFocus } from './use-page-focus.ts';
import { useTimeZone } from './use-time-zone.ts';

/** Around every page of a signed-in person: sandbox banner, toasts, the live line; off to sign-in when the session ends. */
export function AppShell(): ReactElement {
  const { data: site } = useQuery(siteQuery);
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  useLive();
  useTimeZone();
  usePageFocus();
  useEffect(() => {
    if (me === null)
      void navigate({ to: '/sign-in', search: { ended: true, next: location.pathname + location.search } });
  }, [me, navigate]);
  return (
    <ToastProvider>
      <SkipLink />
      {site?.sandbox ? <SandboxBanner /> : null}
      <Outlet />
    </ToastProvider>
  );
}
