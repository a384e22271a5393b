import { Link, useRouter } from '@tanstack/react-router';
import { Camera, ImageUp } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type ChangeEvent, type ReactElement } from 'react';
import { readPayCode, type CodeFault } from '#common/pay-code';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { keepLink } from './links.ts';
import { qrReader } from './read-qr.ts';
import { useCamera } from './use-camera.ts';

/** Why a code is not paid, each in its own words. */
function faultText(fault: CodeFault): string {
  switch (fault.code) {
    case 'no_pay_code':
      return m.persons_scan_fault_no_pay_code();
    case 'code_damaged':
      return m.persons_scan_fault_code_damaged();
    case 'code_of_another_service':
      return m.persons_scan_fault_code_of_another_service();
    case 'code_of_another_place':
      return m.persons_scan_fault_code_of_another_place({ host: fault.host });
  }
}

/** Reads a code by the camera or from a picture, and goes to where it is confirmed. A code never pays by itself. */
export function Scan(): ReactElement {
  const router = useRouter();
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${m.persons_scan_title()} · OKPay`;
  }, []);
  const take = useCallback(
    (text: string): void => {
      const read = readPayCode(text, location.host);
      if (!read.ok) return setFault(faultText(read.error));
      keepLink(read.value);
      void router.navigate({ to: read.value.kind === 'request' ? '/requests/open' : '/pay/code' });
    },
    [router],
  );
  const { video, state, start, stop } = useCamera(take);
  const begin = (): void => {
    setFault(null);
    start();
  };
  return (
    <SubPage bar={<AppBar title={m.persons_scan_title()} back={<Link to="/home" />} />}>
      <p className="prose text-ink-2">{m.persons_scan_lead()}</p>
      {fault ? <Banner tone="danger">{fault}</Banner> : null}
      {state === 'refused' ? <Banner>{m.persons_scan_no_camera()}</Banner> : null}
      {state === 'on' ? (
        <section className="grid gap-3">
          <video
            ref={video}
            className="aspect-square w-full rounded-card bg-well object-cover"
            aria-label={m.persons_scan_view()}
            muted
            playsInline
          />
          <p className="text-13 text-ink-2" role="status">
            {m.persons_scan_looking()}
          </p>
          <Button wide onClick={stop}>
            {m.persons_scan_stop()}
          </Button>
        </section>
      ) : (
        <Button
          variant="primary"
          wide
          icon={<Camera size={18} aria-hidden="true" />}
          busy={state === 'starting'}
          busyLabel={m.persons_scan_starting()}
          onClick={begin}
        >
          {m.persons_scan_start()}
        </Button>
      )}
      <ChoosePicture onText={take} onFault={setFault} />
    </SubPage>
  );
}

type Choosing = { onText: (text: string) => void; onFault: (fault: string | null) => void };

/** A code from a picture on this device; the picture goes nowhere. */
function ChoosePicture({ onText, onFault }: Choosing): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const read = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = target.files?.[0];
    target.value = '';
    if (!file) return;
    onFault(null);
    const picture = await createImageBitmap(file).catch(() => null);
    if (!picture) return onFault(m.persons_scan_no_picture());
    const { width, height } = picture;
    const text = await (await qrReader())({ source: picture, width, height });
    picture.close();
    if (text === null) onFault(m.persons_scan_nothing());
    else onText(text);
  };
  return (
    <>
      <Button wide icon={<ImageUp size={18} aria-hidden="true" />} onClick={() => input.current?.click()}>
        {m.persons_scan_picture()}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        className="hidden"
        aria-label={m.persons_scan_picture()}
        onChange={(event) => void read(event)}
      />
    </>
  );
}
