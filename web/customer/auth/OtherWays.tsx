import type { ReactElement } from 'react';
import type { FactorWay } from '#common/api/access';
import * as m from '#messages';
import { TextLink } from '#ui/TextLink.tsx';

const USE: Record<FactorWay, () => string> = {
  passkey: m.customer_factor_use_passkey,
  authenticator: m.customer_factor_use_authenticator,
  sms: m.customer_factor_use_sms,
  recovery_code: m.customer_factor_use_recovery_code,
};

/** The other second factors that this person holds, as links. */
export const OtherWays = ({
  ways,
  way,
  onChoose,
}: {
  ways: readonly FactorWay[];
  way: FactorWay;
  onChoose: (way: FactorWay) => void;
}): ReactElement => (
  <div className="mt-4 grid justify-items-start">
    {ways
      .filter((other) => other !== way)
      .map((other) => (
        <TextLink key={other} alone onPress={() => onChoose(other)}>
          {USE[other]()}
        </TextLink>
      ))}
  </div>
);
