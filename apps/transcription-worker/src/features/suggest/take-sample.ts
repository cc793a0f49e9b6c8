import { join } from 'node:path';
import type { AudioTools, Span } from '@memo/audio';
import { intersect, lengthOf } from '@memo/transcript';
import { findSpeech, speechWithin, type FindSpeechDeps } from '../../recognition/speech.ts';
import type { Sample } from './listen.ts';

/** Enough to hear what a meeting is about. */
const sampleMs = 45_000;

/** Read to find it: music, or a room that fills, may come first. */
const searchedMs = 5 * 60_000;

export interface TakeSampleDeps extends FindSpeechDeps {
  audio: Pick<AudioTools, 'decodeSample' | 'findSpeech' | 'measureLevels' | 'select'>;
}

/** The first 45 s of speech in the first minutes of a recording; null when nobody speaks in them. */
export async function takeSample(
  deps: TakeSampleDeps,
  recordingPath: string,
  directory: string,
  signal: AbortSignal,
): Promise<Sample | null> {
  const { audio } = deps;
  const [searched, wavPath] = [join(directory, 'searched.wav'), join(directory, 'sample.wav')];
  const decoded = await audio.decodeSample(recordingPath, searched, searchedMs, signal);
  const { durationMs, silences } = decoded;
  if (durationMs === 0) return null;
  const { speech } = await findSpeech(deps, { wavPath: searched, durationMs }, silences, signal);
  const spans = first(sampleMs, speechWithin({ startMs: 0, endMs: durationMs }, speech));
  if (spans.length === 0) return null;
  await audio.select(searched, spans, wavPath, signal);
  return { wavPath, durationMs: lengthOf(spans) };
}

/** As many of the spans, in order, as make up this much. */
function first(mostMs: number, spans: readonly Span[]): Span[] {
  let leftMs = mostMs;
  return spans.flatMap((span) => {
    const taken = intersect([span], [{ startMs: span.startMs, endMs: span.startMs + leftMs }]);
    leftMs -= lengthOf(taken);
    return taken;
  });
}
