import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, LogOut } from 'lucide-react';
import { useId, useRef, type ReactElement, type ToggleEvent } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { Hint } from '#ui/Field.tsx';
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx';
import { ThemeSwitch } from '#ui/ThemeSwitch.tsx';
import { call, problemIn } from '#web/call.ts';
import type { Staff } from '../session.ts';
import { roleWord } from '../sign-in/role-words.ts';

/** Pixels between the button and what it opens, and between that and the edge of the window. */
const GAP_PX = 6;

/** Who works here; behind it what concerns only this person: language, appearance, signing out. */
export function Person({ staff }: { staff: Staff }): ReactElement {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const place = ({ currentTarget }: ToggleEvent<HTMLElement>): void => {
    const box = opener.current?.getBoundingClientRect();
    if (!box) return;
    currentTarget.style.top = `${box.bottom + GAP_PX}px`;
    currentTarget.style.right = `${Math.max(GAP_PX, document.documentElement.clientWidth - box.right)}px`;
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        popoverTarget={id}
        className="flex min-h-11 items-center gap-2 rounded-control px-2 hover:bg-well"
      >
        <Avatar name={staff.name} size="tiny" />
        <span className="wide-only cut max-w-[220px]">{staff.name}</span>
        <span className="wide-only text-ink-3">{roleWord(staff.role)}</span>
        <span className="sr">{m.console_account_menu()}</span>
        <ChevronDown size={15} aria-hidden="true" className="text-ink-3" />
      </button>
      <div
        id={id}
        popover="auto"
        onBeforeToggle={place}
        className="inset-auto m-0 w-[272px] rounded-card border border-line bg-raised p-4 text-ink shadow-pop"
      >
        <p className="font-medium">{staff.name}</p>
        <p className="text-ink-2">{roleWord(staff.role)}</p>
        <p className="text-ink-3">{staff.email}</p>
        <div className="mt-4 grid justify-items-start gap-3">
          <LanguageSwitch />
          <ThemeSwitch />
          <SignOut />
        </div>
      </div>
    </>
  );
}

function SignOut(): ReactElement {
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () => call(api.staffSignOut),
    onSuccess: () => {
      queries.clear();
      // A new page: nothing of what was seen stays in this one.
      location.assign('/console/sign-in');
    },
  });
  return (
    <>
      <Button
        icon={<LogOut size={16} aria-hidden="true" />}
        busy={leave.isPending}
        onClick={() => leave.mutate()}
      >
        {m.console_sign_out()}
      </Button>
      <Hint error={leave.error ? problemIn(leave.error)?.detail || m.console_sign_out_failed() : null} />
    </>
  );
}
