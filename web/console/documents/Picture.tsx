import type { ReactElement } from 'react';
import type { Viewer } from './use-viewer.ts';

/** The page that is looked at. The server writes each look down. */
export const Picture = ({
  viewer: { turns, zoom },
  src,
  alt,
  onSeen,
}: {
  viewer: Viewer;
  src: string;
  alt: string;
  onSeen?: () => void;
}): ReactElement => (
  <img
    key={src}
    src={src}
    alt={alt}
    data-turns={turns}
    data-zoom={zoom}
    className="proof-picture"
    onLoad={onSeen}
  />
);
