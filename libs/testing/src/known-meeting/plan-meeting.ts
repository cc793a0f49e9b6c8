import { createRandom, type Random } from './random.ts';
import { sayFor } from './say.ts';
import type { KnownMeeting, KnownUtterance, Span } from './types.ts';
import { defaultVocabulary } from './vocabulary.ts';

export interface MeetingPlan {
  /** The same plan and seed make the same meeting. */
  seed: number;
  /** Fractions are fine; at most 12 hours. */
  minutes: number;
  /** How many speak; 2 when not given. */
  speakers?: number;
  /** Makes a dual recording: the file each speaker is on, one entry a speaker. */
  sides?: readonly (0 | 1)[];
  /** Nobody says anything in these. */
  silences?: readonly Span[];
  /** The speaker of this number, from 0, says nothing in the span. */
  absences?: readonly (Span & { speaker: number })[];
  /** One utterance without a pause runs through each of these moments, as long before it as after. */
  through?: readonly { atMs: number; lengthMs: number }[];
  /** Share of utterances that someone else talks into; 0 when not given. */
  overlaps?: number;
  /** Shortest and longest pause between utterances; 200 to 2,500 ms when not given, short ones more often. */
  pauseMs?: readonly [number, number];
  /** Fewest and most words of an utterance; 2 to 25 when not given. */
  wordsPerUtterance?: readonly [number, number];
  /** What words are taken from; about 230 English ones, half of all said being very common, when not given. */
  vocabulary?: readonly string[];
}

const longestMinutes = 12 * 60;

/**
 * Who says what, and when.
 * @throws RangeError when the plan cannot be met: a silence or another utterance where one is to run through,
 *   or nobody there to speak it.
 */
export function planMeeting(plan: MeetingPlan): KnownMeeting {
  const { seed, minutes, sides } = plan;
  if (!(minutes > 0 && minutes <= longestMinutes)) {
    throw new RangeError(`A meeting has up to ${longestMinutes} minutes, not ${minutes}.`);
  }
  const speakers = Array.from({ length: plan.speakers ?? 2 }, (_, index) => `person${index + 1}`);
  const durationMs = Math.round(minutes * 60_000);
  const utterances = converse(plan, speakers, durationMs, createRandom(seed));
  const meeting = { seed, durationMs, speakers, utterances };
  if (sides === undefined) return meeting;
  return {
    ...meeting,
    sides: Object.fromEntries(speakers.map((name, index) => [name, sides[index] ?? 0])),
  };
}

function converse(
  plan: MeetingPlan,
  speakers: string[],
  durationMs: number,
  random: Random,
): KnownUtterance[] {
  const { silences = [], absences = [], overlaps = 0, pauseMs = [200, 2_500] } = plan;
  const { wordsPerUtterance = [2, 25], vocabulary = defaultVocabulary } = plan;
  const utterances: KnownUtterance[] = [];
  const lastSpokeMs = new Map<string, number>();

  const isThere = (speaker: string, span: Span) =>
    !absences.some((absence) => speakers[absence.speaker] === speaker && overlap(absence, span));
  // The one quiet for longest speaks up half of the time, so nobody is forgotten and those who were away come back.
  const nextSpeaker = (span: Span, except: readonly (string | undefined)[]): string | null => {
    const there = speakers.filter((speaker) => isThere(speaker, span));
    const others = there.filter((speaker) => !except.includes(speaker));
    if (others.length === 0) return there[0] ?? null;
    const byQuiet = others.toSorted(
      (a, b) => (lastSpokeMs.get(a) ?? 0) - (lastSpokeMs.get(b) ?? 0),
    );
    return random.share() < 0.5 ? (byQuiet[0] ?? null) : random.pick(others);
  };
  const say = (speaker: string, span: Span, words: number, band: 0 | 1 = 0): number => {
    const utterance = sayFor({ speaker, span, words, band, random, vocabulary });
    if (utterance === null) return span.startMs;
    utterances.push(utterance);
    lastSpokeMs.set(speaker, utterance.endMs);
    return utterance.endMs;
  };
  const pause = () => Math.round(pauseMs[0] + random.share() ** 2 * (pauseMs[1] - pauseMs[0]));

  const fixed = fixedSpans(plan, durationMs);
  const blocked = [...silences, ...fixed, { startMs: durationMs, endMs: Infinity }];
  blocked.sort((a, b) => a.startMs - b.startMs);
  let atMs = pause();
  for (const block of blocked) {
    while (atMs < block.startMs) {
      // Looked at as far as the longest utterance may go: nobody is called away in the middle of a word.
      const span = { startMs: atMs, endMs: Math.min(block.startMs, atMs + 30_000) };
      const speaker = nextSpeaker(span, [utterances.at(-1)?.speaker]);
      if (speaker === null) {
        atMs += 1_000;
        continue;
      }
      const endMs = say(speaker, span, random.integer(...asRange(wordsPerUtterance)));
      if (endMs === atMs) break;
      let quietFromMs = endMs;
      if (random.share() < overlaps) {
        const intoMs = random.integer(atMs, endMs);
        const into = { startMs: intoMs, endMs: Math.min(block.startMs, intoMs + 30_000) };
        const other = otherSpeaker(plan, speakers, speaker, (one) => isThere(one, into), random);
        if (other !== null)
          quietFromMs = Math.max(endMs, say(other, into, random.integer(1, 12), 1));
      }
      atMs = quietFromMs + pause();
    }
    if (fixed.includes(block)) {
      const speaker = nextSpeaker(block, [utterances.at(-1)?.speaker]);
      if (speaker === null) throw new RangeError(`Nobody is there at ${block.startMs} ms.`);
      say(speaker, block, Infinity);
      atMs = block.endMs + pause();
    } else atMs = Math.max(atMs, block.endMs);
  }
  return utterances.sort((a, b) => a.startMs - b.startMs);
}

/** Someone to talk into what `speaker` says; on a dual recording someone on the other side. */
function otherSpeaker(
  { sides }: MeetingPlan,
  speakers: string[],
  speaker: string,
  isThere: (speaker: string) => boolean,
  random: Random,
): string | null {
  const sideOf = (name: string) => sides?.[speakers.indexOf(name)] ?? 0;
  const others = speakers.filter(
    (name) =>
      name !== speaker &&
      isThere(name) &&
      (sides === undefined || sideOf(name) !== sideOf(speaker)),
  );
  return others.length === 0 ? null : random.pick(others);
}

function fixedSpans({ through = [], silences = [] }: MeetingPlan, durationMs: number): Span[] {
  const spans = through.map(({ atMs, lengthMs }) => ({
    startMs: Math.round(atMs - lengthMs / 2),
    endMs: Math.round(atMs + lengthMs / 2),
  }));
  for (const [index, span] of spans.entries()) {
    const rest = [...silences, ...spans.slice(0, index)];
    if (span.startMs < 0 || span.endMs > durationMs || rest.some((other) => overlap(other, span))) {
      throw new RangeError(`No utterance can run from ${span.startMs} to ${span.endMs} ms.`);
    }
  }
  return spans;
}

const overlap = (a: Span, b: Span): boolean => a.startMs < b.endMs && b.startMs < a.endMs;

const asRange = ([min, max]: readonly [number, number]): [number, number] => [min, max];
