import type { Utterance } from '@memo/transcript';
import type { Recognition } from '../recognition.schema.ts';
import {
  holdsText,
  isFields,
  spanIn,
  speakerIn,
  textIn,
  wordsIn,
  type LooseSpan,
} from './fields.ts';
import type { LooseTurn, Stretch } from './loose-turn.ts';
import { looseWords, timeWords, type LooseWord } from './loose-words.ts';
import { placeTurns } from './place-turns.ts';
import { withoutDoubles, withoutTurnSlips } from './slips.ts';
import { letters, reconciled } from './written-words.ts';

export interface AudioSent {
  durationMs: number;
  /** False when speakers are not to be told apart. */
  diarize: boolean;
}

/** What could be read of an answer. */
export interface ReadAnswer {
  /** Times as given, and those in between as they must have been. */
  utterances: Utterance[];
  /** Where something stood that could not be read: its words are missing. */
  unread: Stretch[];
  /** Something was said, and nothing of it has a time: it is somewhere in the audio. */
  untimed: boolean;
  /** Turns that stand once and were given twice. */
  givenTwice: number;
}

/** What of an answer that could be read is kept of it. */
export const keptOf = ({
  utterances,
  unread,
  givenTwice,
}: ReadAnswer): Pick<Recognition, 'utterances' | 'unread' | 'givenTwice'> => ({
  utterances,
  ...(unread.length > 0 && { unread }),
  ...(givenTwice > 0 && { givenTwice }),
});

/** A time may be behind the end of the audio by a rounding. */
const overshootMs = 1_000;

/** The label where speakers are not told apart. */
export const onlySpeaker = 'voice';

/**
 * The turns in a list of an answer, whatever single ones of them lack: a turn or word without a time is put between its
 * neighbours, what is no turn at all is told as a stretch that was not read. A turn without a speaker among others that
 * have one gets a label of its own: two names for one person are mended by hand, two people under one name are not.
 */
export function readTurns(given: unknown, sent: AudioSent): ReadAnswer {
  const elements: unknown[] = Array.isArray(given) ? given : isFields(given) ? [given] : [];
  const turns = elements.flatMap((element: unknown) => looseTurns(element));
  const once = withoutDoubles(turns, ({ speaker, text }) => JSON.stringify([speaker, text]));
  const givenTwice = turns.length - once.length;
  const loose = withoutTurnSlips(once, sent.durationMs + overshootMs);
  const speaking = loose.filter(({ unread }) => !unread);
  const isTimed = speaking.some(({ startMs, endMs }) => startMs !== null || endMs !== null);
  // Of a single turn it is known where it is: between the start of the audio and its end.
  if (speaking.length > 1 && !isTimed) {
    return { utterances: [], unread: [], untimed: true, givenTwice };
  }
  const placed = placeTurns(loose, sent.durationMs);
  const isTold = sent.diarize && speaking.some(({ speaker }) => speaker !== null);
  let unknown = 0;
  const labelOf = ({ speaker }: LooseTurn): string => {
    if (!isTold) return onlySpeaker;
    return speaker ?? `unknown-${(unknown += 1)}`;
  };
  const isRead = ({ turn }: (typeof placed)[number]) => !turn.unread;
  return {
    utterances: placed.filter(isRead).map(({ turn, startMs, endMs }) => {
      return { speaker: labelOf(turn), text: turn.text, startMs, endMs, words: turn.words };
    }),
    unread: placed.filter((one) => !isRead(one)).map(({ startMs, endMs }) => ({ startMs, endMs })),
    untimed: false,
    givenTwice,
  };
}

const unreadTurn = (span: LooseSpan): LooseTurn => {
  return { ...span, speaker: null, text: '', words: [], unread: true };
};

/** None for an element in which nothing is said; one more where words of it cannot be read. */
function looseTurns(element: unknown): LooseTurn[] {
  if (typeof element === 'string') return looseTurns({ text: element });
  if (!isFields(element)) return [unreadTurn({ startMs: null, endMs: null })];
  const span = spanIn(element);
  const given = textIn(element);
  const { words: list, unread } = looseWords(wordsIn(element));
  if (given === null && list.length === 0) return [unreadTurn(span)];
  const { text, words } = reconciled(given ?? '', list);
  const speaker = speakerIn(element);
  // A text says all of it, whatever its list of words lacks.
  const lost = unread > 0 && letters(given ?? '') === '' ? [unreadTurn(span)] : [];
  if (text === '') return holdsText(element) ? lost : [unreadTurn(span)];
  return [{ speaker, text, unread: false, ...settled(words, list, span) }, ...lost];
}

/** The words with all of their times, and the span of the turn: that of its words, where they have times. */
function settled(
  words: readonly LooseWord[],
  list: readonly LooseWord[],
  span: LooseSpan,
): Pick<LooseTurn, 'startMs' | 'endMs' | 'words'> {
  const known = list.filter(({ startMs, endMs }) => startMs !== null || endMs !== null);
  const starts = known.flatMap(({ startMs, endMs }) => startMs ?? endMs ?? []);
  const ends = known.flatMap(({ startMs, endMs }) => endMs ?? startMs ?? []);
  const turn = {
    startMs: span.startMs ?? least(starts),
    endMs: span.endMs ?? most(ends),
  };
  if (words.length === 0 || 2 * known.length < list.length) return { ...turn, words: [] };
  const timed = timeWords(words, turn);
  return {
    startMs: timed[0]?.startMs ?? turn.startMs,
    endMs: most(timed.map(({ endMs }) => endMs)),
    words: timed,
  };
}

/** Of any number of times; null of none. */
const least = (times: readonly number[]): number | null =>
  times.reduce<number | null>((first, ms) => Math.min(first ?? ms, ms), null);
const most = (times: readonly number[]): number | null =>
  times.reduce<number | null>((last, ms) => Math.max(last ?? ms, ms), null);
