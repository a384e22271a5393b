import { Mail, MessageSquareText } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { CopyText } from './CopyText.tsx';
import type { SentMessage } from './queries.ts';
import { codeIn, momentText } from './sent-text.ts';

/** One message: what it says, to whom, when. A code can be copied without opening it. */
export function SentRow({ message, onOpen }: { message: SentMessage; onOpen: () => void }): ReactElement {
  const { kind, to, subject, text, at } = message;
  const format = useTimeFormat();
  const code = codeIn(message);
  const Icon = kind === 'mail' ? Mail : MessageSquareText;
  return (
    <li className="relative grid grid-cols-[20px_minmax(0,1fr)_auto] items-start gap-x-3 border-t border-line px-4 py-2.5 hover:bg-bg column:px-5">
      <Icon size={18} aria-hidden="true" className="mt-0.5 text-ink-2" />
      <div className="min-w-0">
        {/* The whole row opens it; the button's own box is grown over the row. */}
        <button
          type="button"
          className="block w-full min-w-0 text-left after:absolute after:inset-0 focus-visible:outline-offset-4"
          onClick={onOpen}
        >
          <span className="sr">{kind === 'mail' ? m.sandbox_mail() : m.sandbox_sms()}: </span>
          <span className="cut block font-medium">{subject ?? text}</span>
        </button>
        <span className="cut block text-ink-3">{to}</span>
      </div>
      <span className="relative grid justify-items-end gap-1">
        <time className="num text-ink-3" dateTime={at}>
          {momentText(at, format)}
        </time>
        {code ? (
          <CopyText
            text={code.digits}
            shown={code.written}
            what={m.sandbox_copy_code({ code: code.written })}
          />
        ) : null}
      </span>
    </li>
  );
}
