import { ChevronLeft, ChevronRight, RotateCw, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { IconButton } from '#ui/IconButton.tsx';
import type { Viewer } from './use-viewer.ts';

const ICON = { size: 18, 'aria-hidden': true } as const;

/** The buttons over a file that staff looks at. */
export function ViewerTools({
  viewer: { page, pages, nearer, farther, turn, go },
}: {
  viewer: Viewer;
}): ReactElement {
  return (
    <>
      <IconButton label={m.console_proof_zoom_out()} icon={<ZoomOut {...ICON} />} onClick={farther} />
      <IconButton label={m.console_proof_zoom_in()} icon={<ZoomIn {...ICON} />} onClick={nearer} />
      <IconButton label={m.console_proof_turn()} icon={<RotateCw {...ICON} />} onClick={turn} />
      {pages > 1 ? (
        <>
          <IconButton
            label={m.console_proof_page_before()}
            icon={<ChevronLeft {...ICON} />}
            onClick={() => go(-1)}
          />
          <span className="num text-13">{m.console_proof_page({ page, count: pages })}</span>
          <IconButton
            label={m.console_proof_page_next()}
            icon={<ChevronRight {...ICON} />}
            onClick={() => go(1)}
          />
        </>
      ) : null}
    </>
  );
}
