import type { LooseTurn, Stretch } from './loose-turn.ts';

export interface PlacedTurn extends Stretch {
  turn: LooseTurn;
}

/**
 * How long a word takes where its time has to be guessed. A turn is made no longer than its words, or it would hide that
 * nothing else was heard there; and no shorter than anyone can say them.
 */
const longestWordMs = 600;
const shortestWordMs = 200;
/** What cannot be read takes this much of the audio at least, or it would not be missed. */
const leastUnreadMs = 1_000;

/** Gives turns without times those between which they must lie: the end of the one before and the start of the next. */
export function placeTurns(turns: readonly LooseTurn[], durationMs: number): PlacedTurn[] {
  let endOfLastMs = 0;
  const behind = whatFollows(turns);
  return turns.map((turn, index) => {
    const { timed: following, words } = behind[index] ?? { timed: null, words: 0 };
    const nextMs = following?.startMs ?? following?.endMs ?? durationMs;
    const room = { startMs: endOfLastMs, endMs: Math.max(endOfLastMs, nextMs) };
    if (turn.unread) return { turn, ...placeUnread(turn, room, durationMs) };
    const placed = placeSpoken(turn, ownShare(room, turn, words), durationMs);
    endOfLastMs = Math.max(endOfLastMs, placed.endMs);
    return { turn, ...placed };
  });
}

const hasTime = ({ startMs, endMs }: LooseTurn): boolean => startMs !== null || endMs !== null;

const wordsIn = ({ text }: LooseTurn): number => text.split(/\s+/).length;

/** For each turn the next behind it that has a time, and how many words without one are said before that. */
function whatFollows(turns: readonly LooseTurn[]): { timed: LooseTurn | null; words: number }[] {
  let next: { timed: LooseTurn | null; words: number } = { timed: null, words: 0 };
  return turns
    .toReversed()
    .map((turn) => {
      const behind = next;
      if (!turn.unread) {
        next = hasTime(turn)
          ? { timed: turn, words: 0 }
          : { timed: next.timed, words: next.words + wordsIn(turn) };
      }
      return behind;
    })
    .reverse();
}

/** Of the room up to the next turn that has a time, what falls to the first of those that have none, by its words. */
function ownShare({ startMs, endMs }: Stretch, turn: LooseTurn, wordsBehind: number): Stretch {
  if (hasTime(turn)) return { startMs, endMs };
  const words = wordsIn(turn) + wordsBehind;
  return { startMs, endMs: startMs + ((endMs - startMs) * wordsIn(turn)) / words };
}

function placeSpoken(turn: LooseTurn, room: Stretch, durationMs: number): Stretch {
  const { startMs, endMs } = turn;
  if (startMs !== null && endMs !== null) return { startMs, endMs };
  const longestMs = wordsIn(turn) * longestWordMs;
  const leastMs = wordsIn(turn) * shortestWordMs;
  if (endMs !== null) {
    const earliestMs = Math.max(room.startMs, endMs - longestMs);
    return { startMs: Math.max(0, Math.min(earliestMs, endMs - leastMs)), endMs };
  }
  const fromMs = startMs ?? room.startMs;
  const roomMs = Math.max(leastMs, Math.min(longestMs, room.endMs - fromMs));
  const untilMs = Math.max(Math.min(fromMs + roomMs, durationMs), fromMs);
  if (startMs !== null) return { startMs, endMs: Math.round(untilMs) };
  return {
    startMs: Math.round(Math.max(0, Math.min(fromMs, untilMs - leastMs))),
    endMs: Math.round(untilMs),
  };
}

function placeUnread({ startMs, endMs }: LooseTurn, room: Stretch, durationMs: number): Stretch {
  const fromMs = Math.min(Math.max(startMs ?? room.startMs, 0), durationMs);
  const untilMs = Math.max(fromMs, Math.min(endMs ?? room.endMs, durationMs));
  const lackMs = Math.max(0, leastUnreadMs - (untilMs - fromMs));
  return {
    startMs: Math.max(0, Math.round(fromMs - lackMs / 2)),
    endMs: Math.min(durationMs, Math.round(untilMs + lackMs / 2)),
  };
}
