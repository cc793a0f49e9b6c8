import { sharesOf, type MeetingMetrics, type Segment, type Speaker } from '@memo/transcript';
import { totalMs, union, type Interval } from './metrics.intervals.ts';
import { countQuestions, countWords } from './metrics.language.ts';
import type { Talk } from './metrics.turns.ts';

/** Everything one speaker said. */
export interface SpeakerTalk {
  key: string;
  label: string;
  texts: string[];
  /** When the speaker talks; disjoint, in order of start. */
  talk: Interval[];
  turns: Talk[];
}

/**
 * Segments and turns, both in order of start, by speaker; a speaker who said nothing has none.
 * @throws RangeError when a segment's speaker is not among the speakers.
 */
export function talkBySpeaker(
  speakers: Pick<Speaker, 'key' | 'label'>[],
  segments: Pick<Segment, 'speakerKey' | 'text' | 'startMs' | 'endMs'>[],
  turns: Talk[],
): SpeakerTalk[] {
  const segmentsByKey = Map.groupBy(segments, (segment) => segment.speakerKey);
  const turnsByKey = Map.groupBy(turns, (turn) => turn.speakerKey);
  const known = new Set(speakers.map((speaker) => speaker.key));
  const unknown = [...segmentsByKey.keys()].find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw new RangeError(`Segments refer to speaker ${unknown}, whom the meeting does not have.`);
  }
  return speakers.map(({ key, label }) => {
    const own = segmentsByKey.get(key) ?? [];
    const texts = own.map((segment) => segment.text);
    return { key, label, texts, talk: union(own), turns: turnsByKey.get(key) ?? [] };
  });
}

export function measureSpeakers(talks: SpeakerTalk[]): MeetingMetrics['speakers'] {
  const shares = sharesOf(talks.map((one) => totalMs(one.talk)));
  return talks.map(({ key, label, texts, talk, turns }, index) => {
    const talkMs = totalMs(talk);
    const words = sum(texts.map(countWords));
    return {
      key,
      label,
      talk_time_ms: talkMs,
      talk_share: shares[index] ?? 0,
      words,
      words_per_minute: talkMs > 0 ? Math.round((words / talkMs) * 600_000) / 10 : 0,
      turns: turns.length,
      longest_monologue_ms: turns.reduce((longest, t) => Math.max(longest, t.endMs - t.startMs), 0),
      questions: sum(texts.map(countQuestions)),
    };
  });
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
