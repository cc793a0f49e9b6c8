import { hash32 } from './random.ts';
import type { KnownMeeting, KnownUtterance, KnownWord } from './types.ts';

/** A word of a known meeting, with what the sound of it is made from. */
export interface TimelineWord extends KnownWord {
  /** Position among all words of the meeting, by start. */
  index: number;
  utterance: KnownUtterance;
  side: 0 | 1;
  /** What marks it in the sound: unique in its meeting, and different for every seed. */
  code: number;
}

export interface Timeline {
  words: TimelineWord[];
  byCode: Map<number, TimelineWord>;
}

const known = new WeakMap<KnownMeeting, Timeline>();

/** All words in order of start. The meeting must not be changed afterwards. */
export function timelineOf(meeting: KnownMeeting): Timeline {
  const timeline = known.get(meeting) ?? build(meeting);
  known.set(meeting, timeline);
  return timeline;
}

function build({ seed, sides, utterances }: KnownMeeting): Timeline {
  const byCode = new Map<number, TimelineWord>();
  const words = utterances
    .flatMap((utterance) => utterance.words.map((word) => ({ word, utterance })))
    .sort((a, b) => a.word.startMs - b.word.startMs)
    .map(({ word, utterance }, index): TimelineWord => {
      let code = hash32(seed, index);
      while (byCode.has(code)) code = hash32(code, index);
      const timed = { ...word, index, utterance, side: sides?.[utterance.speaker] ?? 0, code };
      byCode.set(code, timed);
      return timed;
    });
  return { words, byCode };
}
