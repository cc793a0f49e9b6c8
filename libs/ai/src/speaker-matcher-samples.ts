import type { SpokenSegment } from './language-model.ts';
import { oneLine, shortened } from './short-text.ts';

/** What a question may hold in all, in characters: about 15,000 tokens, whatever the length of the meeting. */
const mostCharacters = 60_000;
/** A speaker who said this much has said enough to be known by. */
const mostOfOne = 4_000;
const mostOfOneSegment = 500;
/** Each gets enough to be known by; of more speakers those who speak longest are asked about. */
export const mostSpeakers = 120;

const mostIntroductions = 3;
const beginnings = 3;

/** How people say who they are, in the languages most meetings are held in; others are known by their beginnings. */
const introduction =
  /\b(my name is|i am|i'm|this is|speaking from|ich bin|mein name|ich heiße|je m'appelle|je suis|me llamo|soy|mi chiamo|sono|meu nome|me chamo|ik ben|mijn naam)\b|меня зовут|我是|我叫|と申します/iu;

/** Samples of what each speaker said, in order of time: introductions, beginnings and longest turns before the rest. */
export function samplesOf(
  segments: readonly SpokenSegment[],
  speakers: ReadonlySet<string>,
): SpokenSegment[] {
  const room = Math.min(mostOfOne, Math.floor(mostCharacters / Math.max(speakers.size, 1)));
  const bySpeaker = Map.groupBy(
    segments.filter(({ speaker }) => speakers.has(speaker)),
    ({ speaker }) => speaker,
  );
  return [...bySpeaker.values()]
    .flatMap((own) => sample(own, room))
    .sort((a, b) => a.startMs - b.startMs || a.id - b.id);
}

function sample(own: SpokenSegment[], room: number): SpokenSegment[] {
  const taken = new Map<number, SpokenSegment>();
  let left = room;
  for (const segment of inOrderOfWorth(own)) {
    if (taken.has(segment.id) || left <= 1) continue;
    const text = shortened(oneLine(segment.text), Math.min(left, mostOfOneSegment));
    left -= text.length;
    taken.set(segment.id, { ...segment, text });
  }
  return [...taken.values()];
}

function inOrderOfWorth(own: SpokenSegment[]): SpokenSegment[] {
  return [
    ...own.filter(({ text }) => introduction.test(text)).slice(0, mostIntroductions),
    ...own.slice(0, beginnings),
    ...own.toSorted((a, b) => b.text.length - a.text.length),
  ];
}
