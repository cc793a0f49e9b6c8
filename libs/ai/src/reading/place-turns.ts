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
  return turns.map((turn, index) => {
    const following = turns.slice(index + 1).find((one) => !one.unread && hasTime(one));
    const nextMs = following?.startMs ?? following?.endMs ?? durationMs;
    const room = { startMs: endOfLastMs, endMs: Math.max(endOfLastMs, nextMs) };
    if (turn.unread) return { turn, ...placeUnread(turn, room, durationMs) };
    const placed = placeSpoken(turn, ownShare(room, turns.slice(index)), durationMs);
    endOfLastMs = Math.max(endOfLastMs, placed.endMs);
    return { turn, ...placed };
  });
}

const hasTime = ({ startMs, endMs }: LooseTurn): boolean => startMs !== null || endMs !== null;

const wordsIn = ({ text }: LooseTurn): number => text.split(/\s+/).length;

/** Of the room up to the next turn that has a time, what falls to the first of those that have none, by its words. */
function ownShare({ startMs, endMs }: Stretch, [turn, ...others]: readonly LooseTurn[]): Stretch {
  if (turn === undefined || hasTime(turn)) return { startMs, endMs };
  const timed = others.findIndex((one) => !one.unread && hasTime(one));
  const sharing = others.slice(0, timed < 0 ? undefined : timed).filter((one) => !one.unread);
  const words = sharing.reduce((sum, one) => sum + wordsIn(one), wordsIn(turn));
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
