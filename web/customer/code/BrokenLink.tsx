import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SubPage } from '../app/SubPage.tsx';

/** A link or a code of which a part is missing. */
export const BrokenLink = (): ReactElement => (
  <SubPage bar={<AppBar title={m.customer_pay()} back={<Link to="/home" />} />}>
    <EmptyState title={m.persons_link_broken()}>{m.persons_link_broken_text()}</EmptyState>
  </SubPage>
);
