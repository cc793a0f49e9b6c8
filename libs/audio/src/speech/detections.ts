import type { Span } from '../types.ts';

const samplesPerMs = 16;

/** The last window is filled up with silence, which may count as speech; in ms. */
const windowMs = 32;

/**
 * What the detector wrote, once it ended: a line for each stretch of speech, then `end` and how many samples it read.
 * @throws Error where that is not about all the samples that it was sent, whatever its exit code is: taken for an
 *   answer, silence would be made of what it did not hear.
 */
export function readDetections(lines: readonly string[], sentSamples: number): Span[] {
  const end = `end ${sentSamples}`;
  if (lines.at(-1) !== end) {
    throw new Error(`The voice detector ended with "${lines.at(-1) ?? ''}" instead of "${end}".`);
  }
  const spans: Span[] = [];
  for (const line of lines.slice(0, -1)) {
    const [, startMs = NaN, endMs = NaN] = (/^(\d+) (\d+)$/.exec(line) ?? []).map(Number);
    const isAfter = startMs >= (spans.at(-1)?.endMs ?? 0) && startMs <= endMs;
    if (!isAfter || endMs > sentSamples / samplesPerMs + windowMs) {
      throw new Error(`The voice detector found speech at "${line}", which cannot be.`);
    }
    spans.push({ startMs, endMs });
  }
  return spans;
}
