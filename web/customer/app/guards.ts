import { redirect } from '@tanstack/react-router';
import { queryClient } from '#web/call.ts';
import { meQuery } from '../session.ts';
import { safeNext } from './safe-next.ts';

/** Signed in, or off to sign in and back. */
export async function requireSignedIn({ location }: { location: { href: string } }): Promise<void> {
  const me = await queryClient.ensureQueryData(meQuery);
  if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } });
}

/** Money moves only for people whose mail and phone are confirmed; the others are taken to the step that is missing. */
export async function requireVerified(context: { location: { href: string } }): Promise<void> {
  await requireSignedIn(context);
  const me = await queryClient.ensureQueryData(meQuery);
  if (me && !(me.emailVerified && me.phoneVerified)) throw redirect({ to: '/verify' });
}

/** Sign-in and registration are for guests; who is signed in already goes on. */
export async function onlyGuests({ search }: { search: { next?: string | undefined } }): Promise<void> {
  const me = await queryClient.ensureQueryData(meQuery).catch(() => null); // With the server away the form is shown and says so on its own.
  if (me) throw redirect({ href: safeNext(search.next) });
}
