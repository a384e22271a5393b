import { Fragment, type ReactElement, type ReactNode } from 'react';
import type { MessagePart } from '#messages/runtime';

/** What each tag of a sentence becomes; `b` is there already. */
export type RichTags<Tag extends string> = {
  [Name in Exclude<Tag, 'b'>]: (children: ReactNode) => ReactNode;
};

type Open = { tag: string; children: ReactNode[] };

/**
 * A sentence with markup: `<Rich parts={m.customer_fee_note.parts({ amount })} tags={{ link: (text) => <Link to="/fees">{text}</Link> }} />`.
 * The translator places the tags; the code says what they are.
 */
export function Rich<Tag extends string>({
  parts,
  tags,
}: {
  parts: readonly MessagePart<Tag>[];
  tags: RichTags<Tag>;
}): ReactElement {
  const known = new Map<string, (children: ReactNode) => ReactNode>([
    ['b', (text) => <b>{text}</b>],
    ...Object.entries<(children: ReactNode) => ReactNode>(tags),
  ]);
  const stack: Open[] = [{ tag: '', children: [] }];
  const append = (node: ReactNode): void => {
    const top = stack.at(-1);
    top?.children.push(<Fragment key={top.children.length}>{node}</Fragment>);
  };
  for (const part of parts) {
    if (part.type === 'text') append(part.value);
    else if (part.type === 'markup-start') stack.push({ tag: part.name, children: [] });
    else if (part.type === 'markup-standalone') append(known.get(part.name)?.(null));
    else {
      const done = stack.pop();
      append(known.get(part.name)?.(done?.children) ?? done?.children);
    }
  }
  return <>{stack[0]?.children}</>;
}
