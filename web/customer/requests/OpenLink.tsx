import { useState, type ReactElement } from 'react';
import { moneyRequestApi } from '#common/api/money-request';
import { call } from '#web/call.ts';
import { BrokenLink } from '../code/BrokenLink.tsx';
import { keptLink } from '../code/links.ts';
import { PayPayable } from './PayRequest.tsx';

/** The request behind a link or a code, to be confirmed or left. */
export function OpenLink(): ReactElement {
  const [token] = useState(() => keptLink('request'));
  if (token === null) return <BrokenLink />;
  return (
    <PayPayable
      name={token}
      open={(signal) => call(moneyRequestApi.openRequestLink, { body: { token }, signal })}
    />
  );
}
