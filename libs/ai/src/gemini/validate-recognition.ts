import { formatClock, type Utterance, type Word } from '@memo/transcript';
import { badAnswer } from './bad-answer.ts';
import { hasRepetitionLoop } from './repetition-loop.ts';

/** Rounding at the very end of the audio; anything beyond it is a clock that drifts. */
const overshootMs = 1_000;
const fastestWordsPerSecond = 8;
/** Shorter utterances are judged as if this long: a second of hurried speech says nothing about a clock. */
const shortestJudgedMs = 3_000;

/**
 * The utterances in order of start, inside the audio.
 * @throws AppError `bad_answer` for the known ways a speech model goes wrong: times that drift or run
 *   backwards, the same words over and over, more words than anyone can say.
 */
export function validateRecognition(utterances: Utterance[], durationMs: number): Utterance[] {
  for (const utterance of utterances) {
    checkOrder(utterance);
    checkRate(utterance);
  }
  const ordered = utterances.toSorted((a, b) => a.startMs - b.startMs);
  if (hasRepetitionLoop(ordered)) throw badAnswer('it repeats the same words over and over');
  return ordered.map((utterance) => ({
    ...insideAudio(utterance, durationMs),
    words: utterance.words.map((word) => insideAudio(word, durationMs)),
  }));
}

function checkOrder(utterance: Utterance): void {
  const spans = [utterance, ...utterance.words];
  if (spans.some(({ startMs, endMs }) => endMs < startMs) || startsGoBack(utterance.words)) {
    throw badAnswer(`its times run backwards after ${formatClock(utterance.startMs)}`);
  }
}

function startsGoBack(words: Word[]): boolean {
  return words.some(({ startMs }, index) => startMs < (words[index - 1]?.startMs ?? 0));
}

function checkRate({ words, text, startMs, endMs }: Utterance): void {
  const count = words.length > 0 ? words.length : text.split(/\s+/).length;
  const seconds = Math.max(endMs - startMs, shortestJudgedMs) / 1000;
  if (count > fastestWordsPerSecond * seconds) {
    throw badAnswer(`it has ${count} words in ${seconds} s at ${formatClock(startMs)}`);
  }
}

function insideAudio<T extends { startMs: number; endMs: number }>(span: T, durationMs: number): T {
  if (span.endMs > durationMs + overshootMs) {
    const [at, end] = [formatClock(span.endMs), formatClock(durationMs)];
    throw badAnswer(`it times words at ${at}, but the audio ends at ${end}`);
  }
  return {
    ...span,
    startMs: Math.min(span.startMs, durationMs),
    endMs: Math.min(span.endMs, durationMs),
  };
}
