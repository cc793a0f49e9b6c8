import { join } from 'node:path';
import type { RecognizerCapabilities } from '@memo/ai';
import type { AudioTools } from '@memo/audio';
import type { StageClaim, StageOutput } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { withScratch } from '../../attempt/scratch.ts';
import { runAllOrAbort } from '../../attempt/run-all-or-abort.ts';
import type { Prepared } from '../../recognition/stage-results.ts';
import { planChunks } from './plan-chunks.ts';
import { storePlayback } from './playback.ts';
import type { PrepareRepository } from './prepare.repository.ts';
import { findSpeech, speechWithin } from './speech.ts';
import { storeChunks, type PlannedChunk } from './store-chunks.ts';
import type { Attempt, DecodedRecording, StoredRecording } from './types.ts';

export interface PrepareDeps {
  repository: PrepareRepository;
  storage: ObjectStorage;
  keys: MeetingKeys;
  audio: AudioTools;
  capabilities: RecognizerCapabilities;
  /** What a chunk should be about as long as, in ms. */
  chunkTargetMs: number;
}

/**
 * Recordings in, chunks for the recognizer out. Two recordings of one meeting are mixed for playback and kept apart
 * for recognition, so that who spoke on which side is known.
 *
 * Each side is decoded once, listened through once for silence, and read once more chunk by chunk. The scratch directory
 * holds at most: the recordings, one WAV for each (1.38 GB for 12 hours), and either the file for playback or four chunks
 * as WAV and FLAC (46 MB of WAV for 24 minutes). libs/audio bounds every one of these files; memory holds none of them.
 */
export function createPrepare(deps: PrepareDeps) {
  const { repository, storage, audio, capabilities, chunkTargetMs } = deps;
  return (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> =>
    withScratch(async (directory) => {
      const attempt = { claim, directory, signal };
      const stored = await download(attempt);
      const recordings = await runAllOrAbort(
        signal,
        stored.map((recording) => (stop) => decode(recording, stop)),
      );
      const playbackKey = await storePlayback(deps, attempt, recordings);
      const planned = await runAllOrAbort(
        signal,
        recordings.map((recording) => (stop) => plan(recording, stop)),
      );
      const chunks = await storeChunks(deps, attempt, planned.flat());
      const durationMs = Math.max(...recordings.map((recording) => recording.durationMs));
      const result: Prepared = {
        recordings: recordings.map(({ side, durationMs: ms, declaredMs }) => {
          return { side, durationMs: ms, declaredMs };
        }),
        chunks,
      };
      return {
        result,
        nextParts: chunks.length,
        write: (tx) => repository.savePrepared(claim, tx, { durationMs, playbackKey }),
      };
    });

  async function download({ claim, directory, signal }: Attempt): Promise<StoredRecording[]> {
    const rows = await repository.recordings(claim);
    return runAllOrAbort(
      signal,
      rows.map(({ side, objectKey }) => async (stop) => {
        const path = join(directory, `recording-${side}`);
        await storage.download(objectKey, path, stop);
        return { side: rows.length > 1 ? side : null, path };
      }),
    );
  }

  async function decode(
    recording: StoredRecording,
    signal: AbortSignal,
  ): Promise<DecodedRecording> {
    const wavPath = `${recording.path}.wav`;
    return { ...recording, wavPath, ...(await audio.decodeToWav(recording.path, wavPath, signal)) };
  }

  async function plan(recording: DecodedRecording, signal: AbortSignal): Promise<PlannedChunk[]> {
    const { wavPath, durationMs, gainDb } = recording;
    const silences = await audio.findSilence(wavPath, gainDb, signal);
    const speech = findSpeech(durationMs, silences);
    const limits = { ...capabilities, targetMs: chunkTargetMs };
    return planChunks(durationMs, silences, limits).map((span, chunk) => {
      return { recording, chunk, span, speech: speechWithin(span, speech) };
    });
  }
}
