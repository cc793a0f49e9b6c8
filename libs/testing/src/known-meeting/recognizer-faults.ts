import type { Utterance, Word } from '@memo/transcript';
import type { Fault } from '../gemini/types.ts';
import type { Random } from './random.ts';
import { turn } from './turns.ts';

/** The ways speech models go wrong. */
export type RecognizerFault =
  /** All times are multiplied: 1.2 makes a minute 72 seconds. */
  | { kind: 'drift'; stretch: number }
  /** From the middle on nothing but the last three words, `times` over. */
  | { kind: 'loop'; times: number }
  /** The last share of the words is missing, and nothing says so. */
  | { kind: 'missing_tail'; share: number }
  /** Something nobody said, in the longest silence of the audio. */
  | { kind: 'invention'; text: string }
  /** Every time is up to this much off; order is kept. */
  | { kind: 'jitter'; ms: number }
  /** Turns come in any order, or the words of the longest turn in reverse. */
  | { kind: 'disorder'; of: 'turns' | 'words' }
  /** Said to be cut in the middle, as when the output budget is spent (MAX_TOKENS), or withheld. */
  | { kind: 'stopped'; finishReason: 'MAX_TOKENS' | 'SAFETY' | 'RECITATION' }
  /** No words at all. */
  | { kind: 'deaf' }
  /** Not answered, for one of the reasons the emulator knows, or never. */
  | {
      kind: 'provider';
      fault: Exclude<Fault, { kind: 'truncated' | 'stopped' | 'empty' | 'parts' }>;
    };

const wordMs = 300;
const loopWords = 3;

/** A true answer, spoiled. */
export function spoil(
  turns: Utterance[],
  fault: RecognizerFault,
  audioMs: number,
  random: Random,
): Utterance[] {
  switch (fault.kind) {
    case 'drift':
      return retimed(turns, (ms) => Math.round(ms * fault.stretch));
    case 'loop':
      return loop(turns, fault.times, audioMs);
    case 'missing_tail':
      return keepWords(turns, Math.floor(countWords(turns) * (1 - fault.share)));
    case 'invention':
      return invent(turns, fault.text, audioMs);
    case 'jitter':
      return retimed(turns, (ms) =>
        Math.min(audioMs, Math.max(0, ms + random.integer(-fault.ms, fault.ms))),
      );
    case 'disorder':
      return fault.of === 'turns' ? random.shuffled(turns) : reverseLongest(turns);
    case 'stopped':
      return keepWords(turns, Math.ceil(countWords(turns) / 2));
    case 'deaf':
      return [];
    case 'provider':
      return turns;
  }
}

const countWords = (turns: Utterance[]): number =>
  turns.reduce((count, { words }) => count + words.length, 0);

function retimed(turns: Utterance[], change: (ms: number) => number): Utterance[] {
  return turns.map(({ speaker, words }) => {
    let earliest = 0;
    return turn(
      speaker,
      words.map((word) => {
        const startMs = (earliest = Math.max(earliest, change(word.startMs)));
        return { ...word, startMs, endMs: Math.max(startMs, change(word.endMs)) };
      }),
    );
  });
}

function keepWords(turns: Utterance[], count: number): Utterance[] {
  let left = count;
  return turns.flatMap(({ speaker, words }) => {
    const kept = words.slice(0, Math.max(0, left));
    left -= words.length;
    return kept.length > 0 ? [turn(speaker, kept)] : [];
  });
}

function loop(turns: Utterance[], times: number, audioMs: number): Utterance[] {
  const before = keepWords(turns, Math.ceil(countWords(turns) / 2));
  const last = before.at(-1);
  if (last === undefined) return [];
  const phrase = before.flatMap(({ words }) => words).slice(-loopWords);
  const at = (index: number) => Math.min(audioMs, last.endMs + index * wordMs);
  const repeated = Array.from({ length: times }, () => phrase)
    .flat()
    .map(({ text }, index) => ({ text, startMs: at(index), endMs: at(index + 1) }));
  return [...before.slice(0, -1), turn(last.speaker, [...last.words, ...repeated])];
}

function invent(turns: Utterance[], text: string, audioMs: number): Utterance[] {
  const edges = turns.toSorted((a, b) => a.startMs - b.startMs);
  const silences = [...edges, { startMs: audioMs }].map(({ startMs }, index) => {
    const fromMs = Math.max(0, ...edges.slice(0, index).map(({ endMs }) => endMs));
    return { fromMs, lengthMs: startMs - fromMs };
  });
  const { fromMs, lengthMs } = silences.reduce((a, b) => (b.lengthMs > a.lengthMs ? b : a));
  const texts = text.split(/\s+/);
  const stepMs = Math.min(wordMs, Math.floor(Math.max(0, lengthMs) / texts.length));
  const words = texts.map((said, index): Word => ({
    text: said,
    startMs: fromMs + index * stepMs,
    endMs: fromMs + (index + 1) * stepMs,
  }));
  const invented = turn(edges[0]?.speaker ?? 'spk_1', words);
  return [...turns, invented].sort((a, b) => a.startMs - b.startMs);
}

function reverseLongest(turns: Utterance[]): Utterance[] {
  const longest = turns.reduce<Utterance | undefined>(
    (found, one) => (found && found.words.length >= one.words.length ? found : one),
    undefined,
  );
  return turns.map((one) => (one === longest ? { ...one, words: one.words.toReversed() } : one));
}
