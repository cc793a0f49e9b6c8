import type { Utterance } from '@memo/transcript';
import type { Stretch } from './loose-turn.ts';
import type { AudioSent, ReadAnswer } from './turns.ts';
import { letters, spaceless } from './written-words.ts';

/**
 * So many words in a row that the answer's own text has more than its turns were not read, whatever stands there. Of fewer
 * those are told that the turns have nothing in place of. Where they have something, it may be another way to write the
 * same, as "2025" for "twenty twenty-five"; told, a good answer would be asked for again, at the price of all its audio.
 */
const leastLacking = 5;
/** So many words alike in a row are the same place of both. */
const alikeWords = 3;
/** So many words that the text lacks are looked past. The same phrase further on is another one. */
const reach = 20;
/** What is missing takes this much of the audio (ms) at least, or it would not be missed. */
const leastMs = 1_000;

interface WordAt extends Stretch {
  letters: string;
  /** It ends in a colon, as the name of who speaks does before a turn. */
  isLabel: boolean;
  /** Half for a character of a script that writes no spaces: two of them are about one word. */
  weight: number;
}

/**
 * What was read of an answer, with the stretches where the answer's own text says clearly more than the turns do.
 * Nothing is told where both have as many words: two people who speak at once may come in another order.
 */
export function comparedWithText(read: ReadAnswer, text: string, sent: AudioSent): ReadAnswer {
  if (read.untimed || read.utterances.length === 0) return read;
  // "(applause)" in a text is nothing that was said.
  const spoken = text.replaceAll(/\([^()]*\)|\[[^[\]]*\]/g, ' ');
  const wanted = tokensOf(spoken, { startMs: 0, endMs: sent.durationMs });
  const had = read.utterances.toSorted((a, b) => a.startMs - b.startMs).flatMap(wordsAt);
  if (counted(wanted) <= counted(had)) return read;
  const lacking = lackingIn(wanted, had, sent.durationMs);
  return lacking.length === 0 ? read : { ...read, unread: [...read.unread, ...lacking] };
}

function wordsAt({ text, words, ...span }: Utterance): WordAt[] {
  return words.length > 0
    ? words.flatMap((word) => tokensOf(word.text, word))
    : tokensOf(text, span);
}

/** The words of a text, spread evenly over its time. */
function tokensOf(text: string, { startMs, endMs }: Stretch): WordAt[] {
  const tokens = text.split(/\s+/).flatMap((one) => {
    const spelled = letters(one);
    if (spaceless.test(spelled))
      return Array.from(spelled).map((char) => ({ letters: char, weight: 0.5, isLabel: false }));
    return spelled === '' ? [] : [{ letters: spelled, weight: 1, isLabel: one.endsWith(':') }];
  });
  const eachMs = (endMs - startMs) / tokens.length;
  return tokens.map((token, index) => {
    return { ...token, startMs: startMs + index * eachMs, endMs: startMs + (index + 1) * eachMs };
  });
}

const counted = (words: readonly WordAt[]): number =>
  words.reduce((sum, { weight }) => sum + weight, 0);

/** Where one has more words, between two places that both have. */
function lackingIn(
  wanted: readonly WordAt[],
  had: readonly WordAt[],
  durationMs: number,
): Stretch[] {
  const places = placesOfPhrases(had);
  const isMany = counted(wanted) - counted(had) >= leastLacking;
  const rare = surplusOf(wanted, had);
  const lacking: { stretch: Stretch; few: string | null }[] = [];
  let [from, at, next] = [0, 0, 0];
  const compareUntil = (hadUntil: number) => {
    const [more, less] = withoutSameEnd(wanted.slice(from, at), had.slice(next, hadUntil));
    const startMs = had[next - 1]?.endMs ?? 0;
    const untilMs = had[next + less.length]?.startMs ?? durationMs;
    const stretch = asStretch(startMs, untilMs, durationMs);
    if (isMany && counted(more) - counted(less) >= leastLacking) {
      lacking.push({ stretch, few: null });
    } else if (less.length === 0 && more.length > 0 && isNew(more, rare)) {
      lacking.push({ stretch, few: more.map((word) => word.letters).join(' ') });
    }
  };
  while (at < wanted.length) {
    if (from === at && wanted[at]?.letters === had[next]?.letters) {
      [from, at, next] = [at + 1, at + 1, next + 1];
      continue;
    }
    const behind = places.get(phraseAt(wanted, at)) ?? [];
    while ((behind.at(-1) ?? Infinity) < next) behind.pop();
    const found = behind.at(-1);
    if (found !== undefined && found <= next + at - from + reach) {
      compareUntil(found);
      [from, next] = [at, found];
    } else at += 1;
  }
  compareUntil(had.length);
  // What is lacking in several places alike is a way of writing: fillers that lists leave out, a name before each turn.
  const few = Map.groupBy(lacking, (one) => one.few);
  return lacking
    .filter((one) => one.few === null || few.get(one.few)?.length === 1)
    .map(({ stretch }) => stretch);
}

/** Words that both end with are not what one lacks. */
function withoutSameEnd(more: WordAt[], less: WordAt[]): [WordAt[], WordAt[]] {
  let same = 0;
  while (same < less.length && more.at(-1 - same)?.letters === less.at(-1 - same)?.letters)
    same += 1;
  return [more.slice(0, more.length - same), less.slice(0, less.length - same)];
}

/** How much more often the one has each word: what stands elsewhere in the other is not lacking. */
function surplusOf(wanted: readonly WordAt[], had: readonly WordAt[]): Map<string, number> {
  const surplus = new Map<string, number>();
  const add = (by: number) => (word: WordAt) =>
    surplus.set(word.letters, (surplus.get(word.letters) ?? 0) + by);
  wanted.forEach(add(1));
  had.forEach(add(-1));
  return surplus;
}

const isNew = (words: readonly WordAt[], surplus: ReadonlyMap<string, number>): boolean =>
  words.at(-1)?.isLabel !== true && words.every((word) => (surplus.get(word.letters) ?? 0) > 0);

/** The places of each phrase, the first at the end. */
function placesOfPhrases(words: readonly WordAt[]): Map<string, number[]> {
  const phrases = words.slice(0, 1 - alikeWords).map((_, at) => phraseAt(words, at));
  const places = Map.groupBy(phrases.keys(), (at) => phrases[at] ?? '');
  for (const at of places.values()) at.reverse();
  return places;
}

function phraseAt(words: readonly WordAt[], at: number): string {
  const phrase = words.slice(at, at + alikeWords);
  return phrase.map((word) => word.letters).join(' ');
}

function asStretch(startMs: number, untilMs: number, durationMs: number): Stretch {
  const endMs = Math.min(durationMs, Math.max(startMs, untilMs));
  const lackMs = Math.max(0, leastMs - (endMs - startMs));
  return {
    startMs: Math.max(0, Math.round(startMs - lackMs / 2)),
    endMs: Math.min(durationMs, Math.round(endMs + lackMs / 2)),
  };
}
