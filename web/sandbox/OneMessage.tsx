import { ExternalLink } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import * as m from '#messages';
import { CopyButton } from '#ui/CopyButton.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import type { SentMessage } from './queries.ts';
import { codeIn, momentText } from './sent-text.ts';

/** A message opened for reading. */
export function OneMessage({
  message,
  onClose,
}: {
  message: SentMessage | null;
  onClose: () => void;
}): ReactElement {
  return (
    <Dialog
      roomy
      open={message !== null}
      onClose={onClose}
      title={message?.subject ?? (message?.kind === 'sms' ? m.sandbox_sms() : m.sandbox_mail())}
    >
      {message ? <Opened message={message} /> : null}
    </Dialog>
  );
}

function Opened({ message }: { message: SentMessage }): ReactElement {
  const { to, at, text } = message;
  const format = useTimeFormat();
  const code = codeIn(message);
  return (
    <div className="grid gap-4">
      <DefinitionRows
        tight
        rows={[
          { label: m.sandbox_to(), value: to },
          { label: m.sandbox_at(), value: momentText(at, format) },
        ]}
      />
      {code ? (
        <p className="flex items-center gap-4">
          <span className="num text-32 font-semibold">{code.written}</span>
          <CopyButton text={code.digits} what={m.sandbox_code()} />
        </p>
      ) : null}
      {message.kind === 'mail' && message.hasHtml ? <Mail message={message} /> : <Words text={text} />}
      <Links links={message.links} />
    </div>
  );
}

const Words = ({ text }: { text: string }): ReactElement => (
  <p className="prose rounded-control bg-well p-4 text-15 whitespace-pre-wrap">{text}</p>
);

/** As its reader sees it, in a frame in which nothing runs, or its text. */
function Mail({ message: { id, subject, text } }: { message: SentMessage }): ReactElement {
  const [form, setForm] = useState<'read' | 'text'>('read');
  return (
    <>
      <SegmentedControl
        label={m.sandbox_form()}
        value={form}
        onChange={setForm}
        options={[
          { value: 'read', label: m.sandbox_as_read() },
          { value: 'text', label: m.sandbox_as_text() },
        ]}
      />
      {form === 'text' ? (
        <Words text={text} />
      ) : (
        <iframe
          className="h-[min(56vh,560px)] w-full rounded-control border border-line"
          title={subject ?? m.sandbox_mail()}
          src={urlOf(api.sandboxMail, { params: { id } })}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      )}
    </>
  );
}

function Links({ links }: { links: readonly string[] }): ReactElement | null {
  if (links.length === 0) return null;
  return (
    <section aria-label={m.sandbox_link_in_mail()}>
      <h3 className="text-13">{m.sandbox_link_in_mail()}</h3>
      <ul className="mt-1 grid gap-1">
        {links.map((link) => (
          <li key={link}>
            <a
              className="link inline-flex min-h-6 items-center gap-1.5 break-all"
              href={link}
              target="_blank"
              rel="noopener noreferrer"
            >
              {link}
              <ExternalLink size={14} aria-hidden="true" />
              <span className="sr">({m.sandbox_opens_tab()})</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
