import { join } from 'node:path';
import type { RecognizerCapabilities, SpeechEngines } from '@memo/ai';
import type { AudioTools, DecodedSide, Span } from '@memo/audio';
import { leave, requireMaterial, type StageClaim, type StageOutput } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { intersect } from '@memo/transcript';
import { withScratch } from '../../attempt/scratch.ts';
import { runAllOrAbort } from '../../attempt/run-all-or-abort.ts';
import type { Prepared } from '../../recognition/stage-results.ts';
import { planChunks } from './plan-chunks.ts';
import { storePlayback } from './playback.ts';
import { endPrepared } from './prepare.sql.ts';
import { findSpeech, speechWithin, type FindSpeechDeps } from '../../recognition/speech.ts';
import { storeChunks, type PlannedChunk } from './store-chunks.ts';
import type { Attempt, HeardRecording, HeardSide, StoredRecording } from './types.ts';

export interface PrepareDeps extends FindSpeechDeps {
  storage: ObjectStorage;
  keys: MeetingKeys;
  audio: AudioTools;
  engines: Pick<SpeechEngines, 'of'>;
  /** What a chunk should be about as long as, in ms. */
  chunkTargetMs: number;
}

interface PlannedSide {
  chunks: PlannedChunk[];
  noSpeech: Span[];
  levelsKey: string | null;
}

/**
 * Recordings in, chunks for the recognizer out. Two recordings of one meeting, or two tracks of its only one, are mixed
 * for playback and kept apart for recognition, so that who spoke on which side is known.
 *
 * Each side is decoded once, listened through once for silence, and read once more chunk by chunk. The scratch directory
 * holds at most: the recordings, one WAV for each (1.38 GB for 12 hours), and either the file for playback or four chunks
 * as WAV and FLAC (46 MB of WAV for 24 minutes). libs/audio bounds every one of these files; memory holds none of them.
 */
export function createPrepare(deps: PrepareDeps) {
  const { storage, keys, audio, engines, chunkTargetMs } = deps;
  return (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> =>
    withScratch(async (directory) => {
      const attempt = { claim, directory, signal };
      const { asked, recordings: sent = [] } = requireMaterial(claim);
      const { capabilities } = engines.of(asked);
      const stored = await download(attempt, sent);
      const apart = stored.length === 1;
      const decoded = await runAllOrAbort(
        signal,
        stored.map((recording) => (stop) => decode(recording, apart, stop)),
      );
      const sides = numbered(
        await withoutCopies(
          decoded.flatMap(({ heard }) => heard),
          signal,
        ),
      );
      const recordings = decoded.map(({ recording }) => recording);
      const playbackKey = await storePlayback(deps, attempt, { recordings, sides });
      const planned = await runAllOrAbort(
        signal,
        sides.map((side) => (stop) => plan(claim, side, capabilities, stop)),
      );
      const chunks = await storeChunks(
        deps,
        attempt,
        planned.flatMap((side) => side.chunks),
      );
      const durationMs = Math.max(...sides.map((side) => side.durationMs));
      const result: Prepared = {
        recordings: sides.map(({ side, durationMs: ms, declaredMs }, index) => {
          const { noSpeech = [], levelsKey = null } = planned[index] ?? {};
          return { side, durationMs: ms, declaredMs, noSpeech, levelsKey };
        }),
        files: recordings.map(({ container, tracks }) => ({ container, tracks })),
        chunks,
        durationMs,
        ...(playbackKey !== null && { playbackKey }),
      };
      return {
        result,
        nextParts: chunks.length,
        left: leave(endPrepared, { durationMs, playbackKey }),
      };
    });

  function download(
    { directory, signal }: Attempt,
    recordings: readonly { side: number; objectKey: string }[],
  ): Promise<StoredRecording[]> {
    return runAllOrAbort(
      signal,
      recordings.map(({ side, objectKey }) => async (stop) => {
        const path = join(directory, `recording-${side}`);
        await storage.download(objectKey, path, stop);
        return { position: side, path };
      }),
    );
  }

  async function decode(
    stored: StoredRecording,
    apart: boolean,
    signal: AbortSignal,
  ): Promise<{ recording: HeardRecording; heard: DecodedSide[] }> {
    const { sides: heard, ...facts } = await audio.decodeRecording(
      stored.path,
      `${stored.path}-decoded`,
      { apart },
      signal,
    );
    return { recording: { ...stored, ...facts }, heard };
  }

  /** What has the sound of another is no other side: nobody is asked twice about it. */
  async function withoutCopies(sides: DecodedSide[], signal: AbortSignal): Promise<DecodedSide[]> {
    const [first, second] = sides;
    if (first === undefined || second === undefined) return sides;
    return (await audio.haveSameSound(first, second, signal)) ? [first] : sides;
  }

  async function plan(
    claim: StageClaim,
    heard: HeardSide,
    capabilities: RecognizerCapabilities,
    signal: AbortSignal,
  ): Promise<PlannedSide> {
    const { wavPath, durationMs, gainDb } = heard;
    const silences = await audio.findSilence(wavPath, gainDb, signal);
    const found = await findSpeech(deps, heard, silences, signal);
    const { speech, noSpeech, quietSpeech, pauses } = found;
    const limits = { ...capabilities, targetMs: chunkTargetMs };
    const chunks = planChunks(durationMs, pauses, limits).map((span, chunk) => {
      const own = {
        speech: speechWithin(span, speech),
        quietSpeech: intersect(quietSpeech, [span]),
      };
      return { heard, chunk, span, ...own };
    });
    return { chunks, noSpeech, levelsKey: await storeLevels(claim, heard, signal) };
  }

  /** Two sides may hear each other; `assemble` tells by the level where a word was said. */
  async function storeLevels(
    { meetingId, epoch }: StageClaim,
    { side, wavPath, gainDb }: HeardSide,
    signal: AbortSignal,
  ): Promise<string | null> {
    if (side === null) return null;
    const key = keys.levels(meetingId, epoch, side);
    const levels = await audio.measureLevels(wavPath, gainDb, signal);
    await storage.putText(key, JSON.stringify(levels), 'application/json');
    return key;
  }
}

/** In the order of the uploads, or of the tracks. */
const numbered = (sides: DecodedSide[]): HeardSide[] =>
  sides.map((heard, side) => ({ ...heard, side: sides.length > 1 ? side : null }));
