import type { Coverage, Gap } from './coverage.schema.ts';
import type { SpeakerVoice } from '../assemble.ts';
import { countMatched, supportOf } from './speaker-support.ts';
import { intersect, lengthOf, subtract, unite } from './spans.ts';
import type { Span } from '../place.ts';

/** A transcript that covers less of the speech than this should be read beside its recording. */
const enoughShare = 0.97;

/** In a shorter recording, nothing said is no surprise. */
const leastSpokenMs = 15_000;

export interface CoveredRecording {
  /** As in `Gap`. */
  side: number | null;
  /** What decodes, in ms. */
  durationMs: number;
  /** What the file says it holds, where that is more; else null. */
  declaredMs: number | null;
  /** Sound in which nobody speaks. */
  noSpeech?: readonly Span[];
}

/** A file that was uploaded. */
export interface CoveredFile {
  container: string;
  tracks: readonly { codec: string; channels: number; decoded: boolean }[];
}

/** A chunk, what was recognized of it, and how that went. All times on the recording's clock. */
export interface CoveredChunk extends Span {
  side: number | null;
  speech: readonly Span[];
  /** What was answered. */
  pieces: readonly Span[];
  /** What none of the pieces has, inside of them or not. */
  gaps: readonly Omit<Gap, 'side'>[];
  /** Answers that could not be used, and those of them that repeated themselves. */
  rejectedAnswers: number;
  loops: number;
  /** Turns of answers that stand once and were given twice. */
  givenTwice: number;
}

export interface Covered {
  recordings: readonly CoveredRecording[];
  files?: readonly CoveredFile[];
  echoWordsRemoved?: number;
  chunks: readonly CoveredChunk[];
  seams: number;
  /** Of the transcript. */
  voices: readonly SpeakerVoice[];
  /** Whether the transcript has any word. */
  hasWords: boolean;
}

/**
 * What a transcript covers of its recordings. Where chunks overlap, speech counts once, and what one of them missed
 * and another has is no gap. A transcript needs review when it covers less than 97 % of the speech, when a file lacks
 * part of what it declares or has a track that does not decode, when there is sound but not one word, and when nobody is
 * found to speak in a recording of more than 15 s.
 */
export function coverageOf(covered: Covered): { coverage: Coverage; needsReview: boolean } {
  const { recordings, files = [], chunks, seams, voices, hasWords } = covered;
  const sides = [...Map.groupBy(chunks, ({ side }) => side)].map(([side, own]) => {
    return coverSide(side, own);
  });
  const missing = recordings.flatMap(({ side, durationMs, declaredMs }): Gap[] => {
    if (declaredMs === null || declaredMs <= durationMs) return [];
    return [{ side, startMs: durationMs, endMs: declaredMs, reason: 'missing_from_file' }];
  });
  const missed = sides.flatMap(({ gaps }) => gaps);
  const speechMs = sides.reduce((sum, side) => sum + side.speechMs, 0);
  const transcribedMs = speechMs - lengthOf(missed);
  // Rounded down: what has a gap never counts as whole.
  const share = speechMs === 0 ? 1 : Math.floor((transcribedMs * 10_000) / speechMs) / 10_000;
  return {
    coverage: {
      speech_ms: speechMs,
      transcribed_ms: transcribedMs,
      share,
      gaps: [...missed, ...missing]
        .sort((a, b) => a.startMs - b.startMs || (a.side ?? 0) - (b.side ?? 0))
        .map((gap) => {
          return { side: gap.side, start_ms: gap.startMs, end_ms: gap.endMs, reason: gap.reason };
        }),
      no_speech: recordings.flatMap(({ side, noSpeech = [] }) =>
        noSpeech.map(({ startMs, endMs }) => ({ side, start_ms: startMs, end_ms: endMs })),
      ),
      files: files.map(({ container, tracks }) => ({
        container,
        tracks: tracks.map(({ codec, channels, decoded }) => ({ codec, channels, heard: decoded })),
      })),
      echo_words_removed: covered.echoWordsRemoved ?? 0,
      chunks: chunks.length,
      chunks_retried: chunks.filter(({ rejectedAnswers }) => rejectedAnswers > 0).length,
      loops_removed: chunks.reduce((sum, { loops }) => sum + loops, 0),
      turns_given_twice: chunks.reduce((sum, { givenTwice }) => sum + givenTwice, 0),
      seams_repaired: seams,
      speakers_matched: countMatched(voices),
      speakers: supportOf(voices),
    },
    needsReview:
      share < enoughShare ||
      missing.length > 0 ||
      files.some(({ tracks }) => tracks.some(({ decoded }) => !decoded)) ||
      (speechMs > 0 && !hasWords) ||
      (speechMs === 0 && recordings.some(({ durationMs }) => durationMs > leastSpokenMs)),
  };
}

function coverSide(side: number | null, chunks: CoveredChunk[]): { speechMs: number; gaps: Gap[] } {
  const speech = unite(chunks.flatMap((chunk) => intersect(unite(chunk.speech), [chunk])));
  let missed = subtract(speech, unite(chunks.flatMap(recognizedIn)));
  const gaps = chunks
    .flatMap((chunk) => chunk.gaps)
    .toSorted((a, b) => a.startMs - b.startMs)
    .flatMap(({ startMs, endMs, reason }) => {
      const named = unite([{ startMs, endMs }]);
      const own = intersect(missed, named);
      missed = subtract(missed, named);
      return own.map((span): Gap => ({ side, ...span, reason }));
    });
  // Speech that no chunk accounts for has no words either.
  const rest = missed.map((span): Gap => ({ side, ...span, reason: 'no_words' }));
  return { speechMs: lengthOf(speech), gaps: [...gaps, ...rest] };
}

function recognizedIn({ pieces, gaps }: CoveredChunk): Span[] {
  return subtract(unite(pieces), unite(gaps));
}
