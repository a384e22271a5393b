import { ArrowLeft, PanelRight } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import * as m from '#messages';
import { EmptyState } from '#ui/EmptyState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Tabs } from '#ui/Tabs.tsx';
import { itemWord } from '#web/proof-words.ts';
import { Picture } from '../documents/Picture.tsx';
import { useViewer } from '../documents/use-viewer.ts';
import { ViewerTools } from '../documents/ViewerTools.tsx';
import type { OpenedProof } from './proof-queries.ts';
import { useKeys } from './use-keys.ts';

const ICON = { size: 18, 'aria-hidden': true } as const;

/** What was sent, one at a time: turned, enlarged, page by page. Each look is written down by the server. */
export function Documents({
  proof: { items, customer },
  onBack,
  onPanel,
}: {
  proof: OpenedProof;
  onBack: () => void;
  onPanel: () => void;
}): ReactElement {
  const files = items.filter(({ file }) => file !== null);
  const [item, setItem] = useState(files[0]?.item);
  const shown = files.find((each) => each.item === item);
  const viewer = useViewer(shown?.file?.pages ?? 1);
  const { nearer, farther, turn } = viewer;
  const show = (next: typeof item): void => {
    setItem(next);
    viewer.reset();
  };
  useKeys({
    '+': nearer,
    '=': nearer,
    '-': farther,
    t: turn,
    n: () =>
      show(files[(files.findIndex((each) => each.item === item) + 1) % Math.max(files.length, 1)]?.item),
  });
  return (
    <>
      <header className="flex min-h-[52px] flex-wrap items-center gap-2 border-b border-line bg-surface px-3">
        <span className="pane:hidden">
          <IconButton label={m.console_proof_back()} icon={<ArrowLeft {...ICON} />} onClick={onBack} />
        </span>
        <h2 className="mr-auto text-15 font-semibold">{customer.name}</h2>
        <ViewerTools viewer={viewer} />
        <IconButton
          className="panel-opener"
          label={m.console_proof_data()}
          icon={<PanelRight {...ICON} />}
          onClick={onPanel}
        />
      </header>
      {shown?.file ? (
        <>
          <div className="border-b border-line bg-surface px-3">
            <Tabs
              label={m.console_proof_files()}
              value={shown.item}
              tabs={files.map((each) => ({ value: each.item, label: itemWord(each.item) }))}
              onChange={show}
              panel="proof-file"
            />
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A picture larger than its place is scrolled by the keyboard. */}
          <div
            id="proof-file"
            role="tabpanel"
            aria-label={itemWord(shown.item)}
            tabIndex={0}
            className="min-h-0 flex-1 overflow-auto p-4"
          >
            <Picture
              viewer={viewer}
              src={urlOf(api.proofFileForStaff, {
                params: { id: shown.file.id },
                query: { page: viewer.page },
              })}
              alt={m.console_proof_picture({ item: itemWord(shown.item), name: customer.name })}
            />
          </div>
        </>
      ) : (
        <div className="p-6">
          <EmptyState icon={<PanelRight size={26} aria-hidden="true" />} title={m.console_proof_no_files()}>
            {m.console_proof_no_files_text()}
          </EmptyState>
        </div>
      )}
    </>
  );
}
