import { cueTimeOf, textOfCue } from './vtt.ts';
import type { MeasuredSegment } from '@memo/testing/measures';
import { z } from 'zod';

/** By the ending of a file. */
export const referenceForms = {
  '.json': { read: readJson, hasWords: true },
  '.stm': { read: readStm, hasWords: true },
  '.vtt': { read: readVtt, hasWords: true },
  '.rttm': { read: readRttm, hasWords: false },
} as const satisfies Record<
  string,
  { read: (text: string) => MeasuredSegment[]; hasWords: boolean }
>;

const seconds = (text: string | undefined): number => Math.round(Number(text) * 1_000);

/** NIST's segment time marks: `file channel speaker start end [<labels>] words`, times in seconds. */
export function readStm(text: string): MeasuredSegment[] {
  return linesOf(text, ';;').flatMap((line) => {
    const match = /^\S+\s+\S+\s+(\S+)\s+([\d.]+)\s+([\d.]+)(?:\s+<[^>]*>)?(?:\s+(.*))?$/.exec(line);
    const [, speaker, start, end, said = ''] = match ?? [];
    // What is not to be scored is said by nobody.
    if (speaker === undefined || /^ignore_time_segment_in_scoring$/i.test(said)) return [];
    return [{ speaker, text: said, startMs: seconds(start), endMs: seconds(end) }];
  });
}

/** NIST's rich transcription time marks: `SPEAKER file channel start length <NA> <NA> speaker <NA> <NA>`. */
export function readRttm(text: string): MeasuredSegment[] {
  return linesOf(text, ';').flatMap((line) => {
    const [kind, , , start, length, , , speaker] = line.split(/\s+/);
    if (kind !== 'SPEAKER' || speaker === undefined) return [];
    const startMs = seconds(start);
    return [{ speaker, text: '', startMs, endMs: startMs + seconds(length) }];
  });
}

/** WebVTT with the speaker as the cue's voice (`<v Ann>`), or before a colon. */
export function readVtt(text: string): MeasuredSegment[] {
  return text.split(/\r?\n\s*\r?\n/).flatMap((block) => {
    const lines = block.split(/\r?\n/);
    const at = lines.findIndex((line) => line.includes('-->'));
    const [from, to] = (lines[at] ?? '').split('-->').map(cueTimeOf);
    if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return [];
    return [{ ...textOfCue(lines.slice(at + 1).join(' ')), startMs: from, endMs: to }];
  });
}

const exportSchema = z.object({
  transcription: z.array(
    z.object({ speaker: z.string(), text: z.string(), start_ms: z.number(), end_ms: z.number() }),
  ),
});

/** A meeting as the API exports it, corrected by somebody. */
export function readJson(text: string): MeasuredSegment[] {
  const { transcription } = exportSchema.parse(JSON.parse(text));
  return transcription.map(({ speaker, text: said, start_ms: startMs, end_ms: endMs }) => {
    return { speaker, text: said, startMs, endMs };
  });
}

function linesOf(text: string, comment: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith(comment));
}
