import { Download } from 'lucide-react';
import QRCode from 'qrcode';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';

/** Pixels of the picture that is kept: sharp on paper at the size of a hand. */
const SIDE = 1024;
/** Light squares around the code that readers need. */
const QUIET = 4;

/** A code that can be scanned, always dark on light, and kept as a picture. */
export function QrPicture({ text, name }: { text: string; name: string }): ReactElement {
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    const options = { errorCorrectionLevel: 'M', margin: QUIET, width: SIDE } as const;
    void QRCode.toDataURL(text, options).then((url) => {
      if (isWanted) setPicture(url);
    });
    return () => {
      isWanted = false;
    };
  }, [text]);
  if (picture === null) return <SkeletonText lines={6} />;
  return (
    <div className="grid justify-items-center gap-4">
      <img
        className="w-full max-w-[280px] rounded-card border border-line"
        src={picture}
        alt={m.persons_code_picture()}
        width={280}
        height={280}
        data-code={text}
      />
      <Button
        icon={<Download size={18} aria-hidden="true" />}
        render={
          // oxlint-disable-next-line jsx-a11y/anchor-has-content, jsx-a11y/control-has-associated-label -- The button's own words stand in it.
          <a href={picture} download={`${name}.png`} />
        }
      >
        {m.persons_code_save()}
      </Button>
    </div>
  );
}
