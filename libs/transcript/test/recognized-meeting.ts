import type { TranscribedPart, Utterance, Word } from '../src/types.ts';
import { spellingKey } from '../src/stitch/spelling.ts';
import { createDice, type Dice } from './dice.ts';
import {
  trueMeeting,
  type TrueMeeting,
  type TrueUtterance,
  type TrueWord,
} from './true-meeting.ts';

export interface RecognitionPlan {
  seed: number;
  speakers: number;
  /** Length of each chunk, and how far each reaches into the next; below 0 it is a gap. */
  chunkMs: number[];
  overlapMs: number[];
  /** Each recognition is off by up to this, word by word. */
  jitterMs: number;
  /** A chunk's clock is off by up to this at its end, in proportion before. */
  driftMs: number;
  /** In every overlap everyone says a few words. */
  roundTable: boolean;
  /** Every word is another one; else they are taken from a few everyday words. */
  uniqueWords: boolean;
  wordTimes: boolean;
}

export interface RecognizedMeeting {
  truth: TrueMeeting;
  parts: TranscribedPart[];
  /** Words that at least one chunk got right. */
  recognizedRight: Set<number>;
  /** Words that at least one chunk got wrong at its border. */
  recognizedWrong: Set<number>;
  /** Who a chunk's label really is: `chunk:label` to the speaker's number. */
  whoIs: Map<string, number>;
}

interface Chunk {
  chunk: number;
  startMs: number;
  endMs: number;
}

/** A word this near to its chunk's border is sometimes lost or recognized wrong; one cut by it always. */
const badEdgeMs = 600;

/** A meeting with known words and what recognizers make of its overlapping chunks. */
export function recognizeMeeting(plan: RecognitionPlan): RecognizedMeeting {
  const dice = createDice(plan.seed);
  const spans: Chunk[] = [];
  for (const [chunk, lengthMs] of plan.chunkMs.entries()) {
    const before = spans.at(-1);
    const startMs = before === undefined ? 0 : before.endMs - (plan.overlapMs[chunk - 1] ?? 0);
    spans.push({ chunk, startMs, endMs: startMs + lengthMs });
  }
  const durationMs = spans.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  const tables = spans.slice(1).map(({ startMs }, index) => {
    return { startMs, endMs: startMs + (plan.overlapMs[index] ?? 0) };
  });
  const truth = trueMeeting(dice, {
    ...plan,
    durationMs,
    tables: plan.roundTable ? tables : [],
  });
  const whoIs = new Map<string, number>();
  const parts = spans.map((span) => {
    const labels = dice.shuffled(Array.from({ length: plan.speakers }, (_, i) => `spk${i}`));
    for (const [speaker, label] of labels.entries()) whoIs.set(`${span.chunk}:${label}`, speaker);
    const utterances = recognizeChunk(dice, plan, truth, span).map((recognized): Utterance => {
      return { ...recognized.utterance, speaker: labels[recognized.speaker] ?? '?' };
    });
    return { ...span, side: null, utterances };
  });
  const right = new Set(truth.utterances.flatMap(({ words }) => words.map(rightly)));
  const recognized = parts.flatMap(({ utterances }) => utterances).flatMap(({ words }) => words);
  const recognizedRight = new Set(recognized.filter((word) => right.has(rightly(word))).map(idOf));
  const recognizedWrong = new Set(recognized.filter((word) => !right.has(rightly(word))).map(idOf));
  const given = plan.wordTimes ? parts : parts.map(withoutWords);
  return { truth, parts: given, recognizedRight, recognizedWrong, whoIs };
}

function recognizeChunk(
  dice: Dice,
  plan: RecognitionPlan,
  truth: TrueMeeting,
  { chunk, startMs, endMs }: Chunk,
): { utterance: Omit<Utterance, 'speaker'>; speaker: number }[] {
  const driftMs = dice.between(-plan.driftMs, plan.driftMs);
  const clock = (ms: number) =>
    ms -
    startMs +
    (driftMs * (ms - startMs)) / (endMs - startMs) +
    dice.between(-1, 1) * plan.jitterMs;

  // Off by a little, but nobody's words run back.
  const lastOf: number[] = [];
  const inOrder = truth.utterances.toSorted((a, b) => startOf(a) - startOf(b));

  return inOrder.flatMap(({ speaker, words: said }) => {
    const words = said.flatMap((word): Word[] => {
      if (word.endMs <= startMs || word.startMs >= endMs) return [];
      const text = recognizeWord(dice, word, { startMs, endMs }, truth.durationMs);
      if (text === null) return [];
      const last = Math.max(lastOf[speaker] ?? -Infinity, clock(word.startMs));
      lastOf[speaker] = last;
      const length = word.endMs - word.startMs;
      return [
        { text, startMs: last, endMs: last + length, confidence: word.confidence + chunk / 1e7 },
      ];
    });
    return segmentations(dice, words).map((own) => {
      const span = { startMs: own[0]?.startMs ?? 0, endMs: own.at(-1)?.endMs ?? 0 };
      const text = own.map((word) => word.text).join(' ');
      return { speaker, utterance: { text, ...span, words: own } };
    });
  });
}

function startOf({ words }: TrueUtterance): number {
  return words[0]?.startMs ?? 0;
}

/** Each recognition writes in its own way, and guesses or misses what its border cuts. */
function recognizeWord(
  dice: Dice,
  word: TrueWord,
  chunk: { startMs: number; endMs: number },
  durationMs: number,
): string | null {
  const toStart = chunk.startMs === 0 ? Infinity : word.startMs - chunk.startMs;
  const toEnd = chunk.endMs === durationMs ? Infinity : chunk.endMs - word.endMs;
  const toEdge = Math.min(toStart, toEnd);
  if (toEdge < 0 || (toEdge < badEdgeMs && dice.chance(0.3))) {
    return dice.chance(0.5) ? null : `mis${dice.below(1_000)}`;
  }
  const written = dice.chance(0.2) ? word.text.toUpperCase() : word.text;
  return written + (dice.chance(0.2) ? dice.oneOf(['.', ',', '?', ' –']) : '');
}

function segmentations(dice: Dice, words: Word[]): Word[][] {
  const utterances: Word[][] = [];
  for (const word of words) {
    const current = utterances.at(-1);
    if (current === undefined || dice.chance(0.05)) utterances.push([word]);
    else current.push(word);
  }
  return utterances;
}

/** Words carry their number and their chunk in their confidence, which nothing on the way looks at. */
export function idOf({ confidence = 0 }: { confidence?: number }): number {
  return Math.floor(Math.round(confidence * 1e7) / 10);
}

export function chunkOf({ confidence = 0 }: { confidence?: number }): number {
  return Math.round(confidence * 1e7) % 10;
}

function rightly(word: { text: string; confidence?: number }): string {
  return `${idOf(word)} ${spellingKey(word.text)}`;
}

function withoutWords(part: TranscribedPart): TranscribedPart {
  return { ...part, utterances: part.utterances.map((utterance) => ({ ...utterance, words: [] })) };
}
