import type { AudioTools, Span } from '@memo/audio';
import type { Logger } from '@memo/logging';
import { intersect, lengthOf, subtract, unite } from '@memo/transcript';

/**
 * A stretch without speech from here on is left out of what is sent. A recognizer would skip it too (faster-whisper does
 * from 2 s) or make words up in it; shorter pauses tell it where sentences end.
 */
export const leftOutMs = 3_000;

/** Kept on both sides of speech: words begin and end below the threshold, and an edge may be 50 ms off. */
export const marginMs = 120;

/** By so much the detector is late where speech is clipped: 1.56 s at most, of sentences clipped by 40 dB. */
const latestOnsetMs = 1_600;

/** Sound before speech is its beginning where it is not quieter than that below speech. */
const quieterDb = 6;

/** Between two syllables, in ms. */
const longestBreakMs = 300;

/** The detector's edges reach into a silence by less than this. */
const leastQuietMs = 300;

/** Less sound than this in what was left out is a cough or a click. */
const leastSoundMs = 1_000;

export interface FoundSpeech {
  /** What is sent, in order. */
  speech: Span[];
  /** Sound in which nobody speaks: music, typing, a hum. It is left out, and is no gap. */
  noSpeech: Span[];
  /** Where somebody speaks more quietly than what counts as silence: words there are not made up. */
  quietSpeech: Span[];
  /** Where nobody does: a cut between chunks belongs there. */
  pauses: Span[];
}

export interface FindSpeechDeps {
  audio: Pick<AudioTools, 'findSpeech' | 'measureLevels'>;
  /** `silence`: all that sounds is sent. */
  speechDetection: 'voice' | 'silence';
  logger: Logger;
}

/**
 * Where somebody speaks in a recording: what a voice detector says, or where it cannot run all but the long silences.
 * @param silences in order, in ms.
 */
export async function findSpeech(
  { audio, speechDetection, logger }: FindSpeechDeps,
  { wavPath, durationMs }: { wavPath: string; durationMs: number },
  silences: readonly Span[],
  signal: AbortSignal,
): Promise<FoundSpeech> {
  if (speechDetection === 'silence') return allSound(durationMs, silences);
  const { spans, failure } = await audio.findSpeech(wavPath, signal);
  if (failure !== null) {
    logger.warn('The voice detector does not run: all that sounds is sent', { error: failure });
    return allSound(durationMs, silences);
  }
  const whole = [{ startMs: 0, endMs: durationMs }];
  const speech = fromOnset(joined(spans), await audio.measureLevels(wavPath, 0, signal));
  return {
    speech,
    noSpeech: subtract(whole, speech).flatMap((span) => soundIn(span, silences)),
    quietSpeech: intersect(silences, unite(spans)).filter(
      (span) => lengthOf([span]) >= leastQuietMs,
    ),
    pauses: subtract(whole, unite(spans)),
  };
}

/** Speech with its pauses. */
function joined(spans: readonly Span[]): Span[] {
  const speech: Span[] = [];
  for (const { startMs, endMs } of spans) {
    const last = speech.at(-1);
    if (last !== undefined && startMs - last.endMs < leftOutMs) last.endMs = endMs;
    else speech.push({ startMs, endMs });
  }
  return speech;
}

/** Stretches from where it is as loud as in them: the detector takes a clipped word for noise until it has heard more. */
function fromOnset(
  speech: readonly Span[],
  { stepMs, db }: Awaited<ReturnType<AudioTools['measureLevels']>>,
): Span[] {
  const levelsIn = ({ startMs, endMs }: Span) =>
    db.slice(Math.floor(startMs / stepMs), Math.ceil(endMs / stepMs));
  return speech.map((span, index) => {
    const levels = levelsIn(span).sort((a, b) => a - b);
    const least = (levels[Math.floor(levels.length / 2)] ?? 0) - quieterDb;
    const earliestMs = Math.max(span.startMs - latestOnsetMs, speech[index - 1]?.endMs ?? 0);
    let { startMs } = span;
    for (let atMs = startMs - (startMs % stepMs); atMs + stepMs > earliestMs; atMs -= stepMs) {
      if (startMs - atMs > longestBreakMs + stepMs) break;
      if ((db[atMs / stepMs] ?? -Infinity) >= least)
        startMs = Math.max(Math.min(startMs, atMs), earliestMs);
    }
    return { startMs, endMs: span.endMs };
  });
}

/** From the first sound of a stretch to its last, where it has any to speak of. */
function soundIn(span: Span, silences: readonly Span[]): Span[] {
  const sound = subtract([span], silences);
  const [first, last] = [sound.at(0), sound.at(-1)];
  if (first === undefined || last === undefined || lengthOf(sound) < leastSoundMs) return [];
  return [{ startMs: first.startMs, endMs: last.endMs }];
}

/** All but the long silences. A recording that is one silence has no speech, however short it is. */
export function allSound(durationMs: number, silences: readonly Span[]): FoundSpeech {
  const leftOut = silences.filter(
    ({ startMs, endMs }) => endMs - startMs >= Math.min(leftOutMs, durationMs),
  );
  const speech = subtract([{ startMs: 0, endMs: durationMs }], leftOut);
  return { speech, noSpeech: [], quietSpeech: [], pauses: [...silences] };
}

/** The part of the speech that lies in a chunk, with its margins; what is cut at the chunk's edge has none there. */
export function speechWithin(chunk: Span, speech: readonly Span[]): Span[] {
  return speech
    .filter(({ startMs, endMs }) => startMs < chunk.endMs && endMs > chunk.startMs)
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs - marginMs, chunk.startMs),
      endMs: Math.min(endMs + marginMs, chunk.endMs),
    }));
}
