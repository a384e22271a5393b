import { generate } from 'otplib';
import type { StaffRole } from '#common/api/route';
import type { StaffId } from '#common/id';
import { inviteStaff } from '#identity';
import type { Browser, IdentityWorld } from './identity.ts';
import { must } from './second-factor.ts';

const STAFF_PASSWORD = 'Copper-Lantern-Otter-9';
let colleagues = 0;

/** A member of the staff who was invited and is signed in with both factors, where identity stands alone. */
export async function staffMember(
  world: IdentityWorld,
  role: StaffRole,
  name = 'Lin Dan',
): Promise<{ id: StaffId; browser: Browser }> {
  const email = `colleague${++colleagues}@okpay.test`;
  const { token, staffId } = await world.db.transaction((tx) =>
    inviteStaff(tx, world.clock, { email, name, role }),
  );
  const browser = world.browser();
  const offer = await must(browser.call('POST', '/api/v1/staff/invitation-checks', { token }));
  const epoch = Math.floor(world.clock.now().epochMilliseconds / 1000);
  const code = await generate({ secret: String(offer['totpSecret']), epoch });
  await must(
    browser.call('POST', '/api/v1/staff/invitation-acceptances', { token, password: STAFF_PASSWORD, code }),
  );
  return { id: staffId, browser };
}
