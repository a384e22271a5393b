import { useState } from 'react';

const ZOOMS = [1, 1.5, 2, 3, 4] as const;

export type Viewer = {
  readonly page: number;
  readonly pages: number;
  readonly zoom: (typeof ZOOMS)[number];
  readonly turns: number;
  readonly nearer: () => void;
  readonly farther: () => void;
  readonly turn: () => void;
  readonly go: (step: number) => void;
  /** Another file: from its first page, upright and whole. */
  readonly reset: () => void;
};

/** How a file is looked at: turned, enlarged, page by page. */
export function useViewer(pages: number): Viewer {
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(0);
  const [turns, setTurns] = useState(0);
  return {
    page,
    pages,
    zoom: ZOOMS[zoom] ?? 1,
    turns,
    nearer: () => setZoom((at) => Math.min(at + 1, ZOOMS.length - 1)),
    farther: () => setZoom((at) => Math.max(at - 1, 0)),
    turn: () => setTurns((at) => (at + 1) % 4),
    go: (step) => setPage((at) => Math.min(Math.max(at + step, 1), pages)),
    reset: () => {
      setPage(1);
      setTurns(0);
      setZoom(0);
    },
  };
}
