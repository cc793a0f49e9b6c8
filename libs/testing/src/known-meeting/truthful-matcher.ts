import type { GenerateRequest } from '../gemini/types.ts';
import { normalise } from './spoken-words.ts';
import { timelineOf, type TimelineWord } from './timeline.ts';
import type { KnownMeeting } from './types.ts';

export interface TruthfulMatcherOptions {
  /** How sure it says it is; 0.95 when not given. */
  confidence?: number;
  /** Names somebody else wherever there is somebody else to name. */
  wrong?: boolean;
}

interface SpeakerMatch {
  speaker: string;
  same_as: string | null;
  confidence: number;
  because: number[];
}

/** Answers who is who by what they said; undefined for any other question, so that another handler can follow. */
export type TruthfulMatcher = (
  request: Pick<GenerateRequest, 'instructions' | 'prompt'>,
) => { matches: SpeakerMatch[] } | undefined;

interface Line {
  id: number;
  startMs: number;
  speaker: string;
  words: string[];
}

/** A language model that knows who spoke: it finds the words of a question in the meetings, by their time. */
export function createTruthfulMatcher(
  meetings: readonly KnownMeeting[],
  { confidence = 0.95, wrong = false }: TruthfulMatcherOptions = {},
): TruthfulMatcher {
  const words = meetings.map((meeting) => timelineOf(meeting).words);
  return ({ instructions, prompt }) => {
    const questions = questionsIn(instructions);
    if (questions.length === 0) return undefined;
    const bySpeaker = Map.groupBy(linesIn(prompt), ({ speaker }) => speaker);
    const people = new Map(
      [...bySpeaker].map(([speaker, lines]) => [speaker, personOf(lines, words)]),
    );
    const idOf = (speaker: string) => bySpeaker.get(speaker)?.[0]?.id ?? -1;
    const matches = questions.map(({ speaker, may_be: candidates }): SpeakerMatch => {
      const person = people.get(speaker) ?? null;
      const same = candidates.find(
        (candidate) => person !== null && (people.get(candidate) === person) !== wrong,
      );
      if (same === undefined) return { speaker, same_as: null, confidence, because: [] };
      return { speaker, same_as: same, confidence, because: [idOf(speaker), idOf(same)] };
    });
    return { matches };
  };
}

function questionsIn(instructions: string): { speaker: string; may_be: string[] }[] {
  return instructions
    .split('\n')
    .filter((line) => line.startsWith('{"speaker":'))
    .map((line) => JSON.parse(line) as { speaker: string; may_be: string[] });
}

function linesIn(prompt: string): Line[] {
  return prompt.split('\n').flatMap((line): Line[] => {
    const [, id, clock, speaker, text] = /^\[(\d+)\] \(([\d:]+)\) (\S+): (.*)$/.exec(line) ?? [];
    if (clock === undefined || speaker === undefined || text === undefined) return [];
    const startMs = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
    const words = text.split(/\s+/).map(normalise);
    return [{ id: Number(id), startMs, speaker, words: words.filter((word) => word !== '') }];
  });
}

/** Whose words most of these lines are; null when nobody's. */
function personOf(lines: Line[], meetings: TimelineWord[][]): string | null {
  const found = new Map<string, number>();
  for (const line of lines) {
    for (const words of meetings) {
      for (const [speaker, count] of wordsFound(line, words)) {
        found.set(speaker, (found.get(speaker) ?? 0) + count);
      }
    }
  }
  return [...found].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** How many of the line's first words each speaker said in a row around its time. */
function wordsFound(line: Line, words: TimelineWord[]): Map<string, number> {
  // The clock shows whole seconds begun; a recognizer's times may be off by some.
  const [fromMs, toMs] = [line.startMs - 1_500, line.startMs + 12_000];
  let first = lowerBound(words, fromMs);
  const near: TimelineWord[] = [];
  for (let word = words[first]; word && word.startMs < toMs; word = words[(first += 1)]) {
    near.push(word);
  }
  const counts = new Map<string, number>();
  for (const [speaker, own] of Map.groupBy(near, ({ utterance }) => utterance.speaker)) {
    const said = own.map(({ text }) => normalise(text));
    const runs = said.map((_, at) => runFrom(said.slice(at), line.words));
    counts.set(speaker, Math.max(...runs));
  }
  return counts;
}

/** How many words are the same from the beginning on. The first of a line may have been cut in two. */
function runFrom(said: string[], recognized: string[]): number {
  const differs = recognized.findIndex((word, index) => index > 0 && word !== said[index]);
  const rest = (differs === -1 ? recognized.length : differs) - 1;
  return rest + (said[0] === recognized[0] ? 1 : 0);
}

function lowerBound(words: TimelineWord[], startMs: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.startMs ?? Infinity) < startMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
