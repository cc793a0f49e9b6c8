import type { Transcript } from '../src/assemble.ts';
import { spellingKey } from '../src/stitch/spelling.ts';
import type { Word } from '../src/types.ts';
import { idOf, type RecognizedMeeting } from './recognized-meeting.ts';

export const wordsOf = ({ segments }: Transcript) => segments.flatMap(({ words }) => words);

/** The true words that some chunk got right, speaker by speaker in the order they said them. */
export function saidBySpeaker({ truth, recognizedRight }: RecognizedMeeting): number[][] {
  const bySpeaker = Map.groupBy(truth.utterances, ({ speaker }) => speaker);
  return [...bySpeaker].map(([, utterances]) =>
    utterances
      .flatMap(({ words }) => words)
      .sort((a, b) => a.startMs - b.startMs)
      .map(idOf)
      .filter((id) => recognizedRight.has(id)),
  );
}

/** The same words in the order the transcript has them. */
export function writtenBySpeaker(
  transcript: Transcript,
  { truth, recognizedRight }: RecognizedMeeting,
) {
  const ids = wordsOf(transcript)
    .map(idOf)
    .filter((id) => recognizedRight.has(id));
  const bySpeaker = Map.groupBy(truth.utterances, ({ speaker }) => speaker);
  return [...bySpeaker].map(([, utterances]) => {
    const own = new Set(utterances.flatMap(({ words }) => words.map(idOf)));
    return ids.filter((id) => own.has(id));
  });
}

export function spellings(texts: { text: string }[]): string[] {
  return texts
    .flatMap(({ text }) => text.split(/\s+/).map(spellingKey))
    .filter((key) => key !== '' && !key.startsWith('mis'))
    .sort();
}

/** By key of the transcript, the true speakers whose words are under it. */
export function peopleByKey(
  { segments }: Transcript,
  recognized: RecognizedMeeting,
): Map<string, Set<number>> {
  const speakerOf = trueSpeakers(recognized);
  const people = new Map<string, Set<number>>();
  for (const { speakerKey, words } of segments) {
    const known = people.get(speakerKey) ?? new Set();
    for (const word of words) known.add(speakerOf(word));
    people.set(speakerKey, known);
  }
  return people;
}

export function trueSpeakers({ truth }: RecognizedMeeting): (word: Word) => number {
  const speakerOf = new Map(
    truth.utterances.flatMap(({ speaker, words }) => words.map((w) => [idOf(w), speaker])),
  );
  return (word) => speakerOf.get(idOf(word)) ?? -1;
}
