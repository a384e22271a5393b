import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { LogOut, MessagesSquare } from 'lucide-react';
import { useCallback, useEffect, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Avatar } from '#ui/Avatar.tsx';
import { DeskFrame } from '#ui/DeskFrame.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx';
import { Rail } from '#ui/Rail.tsx';
import { SandboxBanner } from '#ui/SandboxBanner.tsx';
import { ToastProvider } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { queueQuery, siteQuery, staffQuery } from '../session.ts';
import { roleWord } from '../sign-in/Invitation.tsx';
import { useStaffLive } from './live.ts';

/** The frame of the desk: who works here, where to, and the live line. */
export function Desk(): ReactElement {
  const { data: site } = useQuery(siteQuery);
  const { data: staff } = useQuery(staffQuery);
  const { data: queue } = useQuery(queueQuery('open'));
  const navigate = useNavigate();
  useStaffLive();
  useEffect(() => {
    if (staff === null) void navigate({ to: '/sign-in' });
  }, [staff, navigate]);
  const open = queue?.counts.open ?? 0;
  return (
    <ToastProvider>
      <DeskFrame
        banner={site?.sandbox ? <SandboxBanner /> : undefined}
        title={m.console_title()}
        end={
          <>
            <LanguageSwitch />
            {staff ? (
              <span className="flex items-center gap-2">
                <Avatar name={staff.name} size="small" />
                <span className="wide-only">
                  {staff.name} · {roleWord(staff.role)}
                </span>
              </span>
            ) : null}
            <SignOut />
          </>
        }
        rail={<Rail label={m.console_rail()} items={[{ key: 'cases', label: m.console_rail_cases({ count: open }), icon: <MessagesSquare size={20} strokeWidth={1.75} aria-hidden="true" />, render: <Link to="/cases" />, count: open }]} />}
      >
        <Outlet />
      </DeskFrame>
    </ToastProvider>
  );
}

function SignOut(): ReactElement {
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.staffSignOut);
      queries.clear();
      queries.setQueryData(staffQuery.queryKey, null);
      location.assign('/console/sign-in');
    }, [queries]),
  );
  return <IconButton label={m.console_sign_out()} icon={<LogOut size={20} aria-hidden="true" />} disabled={submit.busy} onClick={() => void submit.run()} />;
}
