import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell, CircleHelp, House, List, UserRound } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { TabBar } from '#ui/TabBar.tsx';
import { notificationsQuery } from '../session.ts';

const ICON = { size: 24, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The five places of the app. */
export function MainTabs(): ReactElement {
  const { data } = useQuery(notificationsQuery);
  return (
    <TabBar
      label={m.customer_tabs_label()}
      tabs={[
        { key: 'home', label: m.customer_tab_home(), icon: <House {...ICON} />, render: <Link to="/home" /> },
        {
          key: 'history',
          label: m.customer_tab_history(),
          icon: <List {...ICON} />,
          render: <Link to="/history" />,
        },
        {
          key: 'messages',
          label: m.customer_tab_messages(),
          icon: <Bell {...ICON} />,
          render: <Link to="/messages" />,
          unread: data?.unread,
        },
        {
          key: 'help',
          label: m.customer_tab_help(),
          icon: <CircleHelp {...ICON} />,
          render: <Link to="/help-me" />,
        },
        { key: 'me', label: m.customer_tab_me(), icon: <UserRound {...ICON} />, render: <Link to="/me" /> },
      ]}
    />
  );
}
