// The tree of RFC 6962 §2.1, over leaves that are hashed already: two neighbours make a node, an odd one goes up as it is.
import { sha256Of } from './leaf.ts';

const NODE = Buffer.of(1);
const nodeOf = (left: Buffer, right: Buffer): Buffer => sha256Of(NODE, left, right);

const levelAbove = (level: readonly Buffer[]): Buffer[] => {
  const above: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at], level[at + 1]];
    if (left) above.push(right ? nodeOf(left, right) : left);
  }
  return above;
};

export function rootOf(leaves: readonly Buffer[]): Buffer {
  let level = leaves;
  while (level.length > 1) level = levelAbove(level);
  const [root] = level;
  if (!root) throw new Error('a tree has leaves');
  return root;
}

/** The neighbours by which whoever has the leaf at this place can make the root again, from below. */
export function pathOf(leaves: readonly Buffer[], place: number): Buffer[] {
  const path: Buffer[] = [];
  let [level, at] = [leaves, place];
  while (level.length > 1) {
    const neighbour = level[at ^ 1];
    if (neighbour) path.push(neighbour);
    level = levelAbove(level);
    at >>= 1;
  }
  return path;
}
