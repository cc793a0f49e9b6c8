import { isFields, spanIn, speakerIn, textIn } from './fields.ts';
import { letters } from './written-words.ts';

/** So much of what one list says, at the same time, another must say to be a version of it. */
const sameShare = 0.8;
/** A version that says less than this of the one before it is not whole. */
const wholeShare = 0.7;
/** A list is compared with so many before it: an answer of thousands of lists is none that was given so often. */
const mostVersions = 8;
/** Turns at about the same time are compared, no more of them than speak at once. */
const mostAtOnce = 8;

interface Turn {
  startMs: number;
  endMs: number;
  speaker: string | null;
  words: Set<string>;
}

/**
 * Lists of turns without those of which a later one is another version: a draft, and then the answer once more with other
 * words. The last whole version stands. A list that goes on where another ends, or says what somebody else says
 * meanwhile, is none; neither is a correction of single turns.
 */
export function withoutDrafts<L extends readonly unknown[]>(lists: readonly L[]): L[] {
  const drafts = new Set<L>();
  const before: { list: L; turns: Turn[] }[] = [];
  for (const list of lists) {
    const turns = list.flatMap(turnIn).sort((a, b) => a.startMs - b.startMs);
    if (turns.length === 0) continue;
    for (const earlier of before) if (isReplaced(earlier.turns, turns)) drafts.add(earlier.list);
    before.push({ list, turns });
    if (before.length > mostVersions) before.shift();
  }
  return lists.filter((list) => !drafts.has(list));
}

function turnIn(given: unknown): Turn[] {
  if (!isFields(given)) return [];
  const { startMs, endMs } = spanIn(given);
  if (startMs === null || endMs === null || endMs <= startMs) return [];
  const words = (textIn(given) ?? '').split(/\s+/).map(letters).filter(Boolean);
  return [{ startMs, endMs, speaker: speakerIn(given), words: new Set(words) }];
}

function isReplaced(before: readonly Turn[], after: readonly Turn[]): boolean {
  const said = wordsIn(before);
  if (before.length === 0 || wordsIn(after) < wholeShare * said) return false;
  let from = 0;
  const again = before.filter((turn) => {
    while ((after[from]?.startMs ?? Infinity) < turn.startMs - (turn.endMs - turn.startMs))
      from += 1;
    return after.slice(from, from + mostAtOnce).some((other) => isSame(turn, other));
  });
  return wordsIn(again) >= sameShare * said;
}

const wordsIn = (turns: readonly Turn[]): number =>
  turns.reduce((sum, { words }) => sum + words.size, 0);

/** Both take the same time, and one person says it, or the same words. */
function isSame(one: Turn, other: Turn): boolean {
  const sharedMs = Math.min(one.endMs, other.endMs) - Math.max(one.startMs, other.startMs);
  const longerMs = Math.max(one.endMs - one.startMs, other.endMs - other.startMs);
  if (2 * sharedMs < longerMs) return false;
  const shared = [...one.words].filter((word) => other.words.has(word)).length;
  return one.speaker === other.speaker || 2 * shared >= Math.max(one.words.size, other.words.size);
}
