import type { Word } from '@memo/transcript';

/** `good(2) 3.620 3.740 0.071048`: word with pronunciation, start and end in seconds of the file, confidence. */
const timedLine = /^(\S+) (\d+\.\d+) (\d+\.\d+) (\d+\.\d+)$/;

/** Sentence marks, silence and noises, which the engine times like words. */
const notSpoken = /^(<.*>|\[.*\]|\+\+.*\+\+)$/;

const stretchEnd = '</s>';

/** The words of each stretch of speech the engine found, in whole milliseconds from the start of the file. */
export function parseTimedWords(output: string): Word[][] {
  const stretches: Word[][] = [[]];
  for (const line of output.split('\n')) {
    const [, token, start, end, confidence] = timedLine.exec(line.trim()) ?? [];
    if (token === undefined) continue;
    if (token === stretchEnd) stretches.push([]);
    if (notSpoken.test(token)) continue;
    stretches.at(-1)?.push({
      text: token.replace(/\(\d+\)$/, ''),
      startMs: milliseconds(start),
      endMs: milliseconds(end),
      // Rounding inside the engine takes it slightly past 1.
      confidence: Math.min(Number(confidence), 1),
    });
  }
  return stretches.filter((words) => words.length > 0);
}

const milliseconds = (seconds: string | undefined) => Math.round(Number(seconds) * 1000);
