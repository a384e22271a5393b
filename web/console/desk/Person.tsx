import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, ChevronDown, Languages, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import type { ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Avatar } from '#ui/Avatar.tsx';
import { setLocale, useLocale } from '#ui/i18n.ts';
import { Menu, type MenuItem } from '#ui/Menu.tsx';
import { setTheme, useTheme, type Theme } from '#ui/theme.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import type { Staff } from '../session.ts';
import { roleWord } from '../sign-in/role-words.ts';

const THEMES = [
  { theme: 'system', icon: Monitor, word: m.common_theme_system },
  { theme: 'light', icon: Sun, word: m.common_theme_light },
  { theme: 'dark', icon: Moon, word: m.common_theme_dark },
] as const satisfies readonly { theme: Theme; icon: unknown; word: () => string }[];

/** Who works here, and what concerns only this person: language, appearance, signing out. */
export function Person({ staff }: { staff: Staff }): ReactElement {
  const signOut = useSignOut();
  const items: MenuItem[] = [
    useLanguageItem(),
    ...useThemeItems(),
    {
      key: 'sign-out',
      label: m.console_sign_out(),
      icon: <LogOut size={17} aria-hidden="true" />,
      onPress: signOut,
    },
  ];
  const trigger = (
    <button
      type="button"
      aria-label={m.console_account_menu({ name: staff.name, role: roleWord(staff.role) })}
      className="flex min-h-11 items-center gap-2 rounded-control px-2 hover:bg-well"
    >
      <Avatar name={staff.name} size="tiny" />
      <span className="wide-only max-w-[220px] cut">{staff.name}</span>
      <span className="wide-only text-ink-3">{roleWord(staff.role)}</span>
      <ChevronDown size={15} aria-hidden="true" className="text-ink-3" />
    </button>
  );
  return <Menu trigger={trigger} items={items} />;
}

function useSignOut(): () => void {
  const queries = useQueryClient();
  const toast = useToast();
  const leave = useMutation({
    mutationFn: () => call(api.staffSignOut),
    onSuccess: () => {
      queries.clear();
      // A new page: nothing of what was seen stays in this one.
      location.assign('/console/sign-in');
    },
    onError: () => toast(m.console_sign_out_failed()),
  });
  return () => leave.mutate();
}

/** The other language, by its own name. */
function useLanguageItem(): MenuItem {
  const locale = useLocale();
  const other = locale === 'en' ? 'zh-CN' : 'en';
  return {
    key: 'language',
    label: <span lang={other}>{other === 'en' ? 'English' : '简体中文'}</span>,
    icon: <Languages size={17} aria-hidden="true" />,
    onPress: () => setLocale(other),
  };
}

function useThemeItems(): MenuItem[] {
  const current = useTheme();
  return THEMES.map(({ theme, icon: Icon, word }) => ({
    key: theme,
    label: (
      <span className="flex grow items-center justify-between gap-6">
        {m.console_theme({ theme: word() })}
        {theme === current ? (
          <>
            <Check size={15} aria-hidden="true" />
            <span className="sr">{m.console_chosen()}</span>
          </>
        ) : null}
      </span>
    ),
    icon: <Icon size={17} aria-hidden="true" />,
    onPress: () => setTheme(theme),
  }));
}
