import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecognizerCapabilities } from '@memo/ai';
import type { AudioTools, Span } from '@memo/audio';
import type { StageClaim, StageOutput } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { withScratch } from '../../scratch.ts';
import { together } from '../../together.ts';
import type { Prepared, PreparedChunk } from '../../stage-results.ts';
import { planChunks } from './plan-chunks.ts';
import type { PrepareRepository } from './prepare.repository.ts';

export interface PrepareDeps {
  repository: PrepareRepository;
  storage: ObjectStorage;
  keys: MeetingKeys;
  audio: AudioTools;
  capabilities: RecognizerCapabilities;
  /** What a chunk should be about as long as, in ms. */
  chunkTargetMs: number;
}

interface Recording {
  /** Null when one recording holds everyone. */
  side: number | null;
  path: string;
}

interface DecodedRecording extends Recording {
  wavPath: string;
  durationMs: number;
}

interface PlannedChunk {
  recording: DecodedRecording;
  span: Span;
  /** Position among the chunks of its recording. */
  chunk: number;
}

/** One attempt: whose it is, where its files are, when to stop. */
interface Attempt {
  claim: StageClaim;
  directory: string;
  signal: AbortSignal;
}

const chunksAtOnce = 4;

/**
 * Recordings in, chunks for the recognizer out. Two recordings of one meeting are mixed for playback and kept apart
 * for recognition, so that who spoke on which side is known.
 */
export function createPrepare(deps: PrepareDeps) {
  const { repository, storage, keys, audio, capabilities, chunkTargetMs } = deps;
  return (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> =>
    withScratch(async (directory) => {
      const attempt = { claim, directory, signal };
      const recordings = await download(attempt);
      const decoded = await together(
        signal,
        recordings.map((recording) => (stop) => decode(recording, stop)),
      );
      const playbackKey = await mix(attempt, recordings);
      const chunks = await storeChunks(attempt, decoded);
      const durationMs = Math.max(...decoded.map((recording) => recording.durationMs));
      const result: Prepared = {
        recordings: decoded.map(({ side, durationMs: ms }) => {
          return { side, durationMs: ms, declaredMs: null };
        }),
        chunks,
      };
      return {
        result,
        nextParts: chunks.length,
        write: (tx) => repository.savePrepared(claim, tx, { durationMs, playbackKey }),
      };
    });

  async function download({ claim, directory, signal }: Attempt): Promise<Recording[]> {
    const rows = await repository.recordings(claim);
    return together(
      signal,
      rows.map(({ side, objectKey }) => async (stop) => {
        const path = join(directory, `recording-${side}`);
        await storage.download(objectKey, path, stop);
        return { side: rows.length > 1 ? side : null, path };
      }),
    );
  }

  async function decode(recording: Recording, signal: AbortSignal): Promise<DecodedRecording> {
    const wavPath = `${recording.path}.wav`;
    const { durationMs } = await audio.decodeToWav(recording.path, wavPath, signal);
    return { ...recording, wavPath, durationMs };
  }

  async function mix(attempt: Attempt, [first, second]: Recording[]): Promise<string | null> {
    if (first === undefined || second === undefined) return null;
    const { claim, directory, signal } = attempt;
    const path = join(directory, 'playback.m4a');
    await audio.mixForPlayback([first.path, second.path], path, signal);
    const key = keys.playback(claim.meetingId, claim.epoch, 'm4a');
    await storage.upload(path, key, { contentType: 'audio/mp4', signal });
    return key;
  }

  async function plan(recording: DecodedRecording, signal: AbortSignal): Promise<PlannedChunk[]> {
    const { wavPath, durationMs } = recording;
    // Pauses matter only where there is something to cut.
    const whole = durationMs <= capabilities.maxChunkMs;
    const silences = whole ? [] : await audio.findSilence(wavPath, signal);
    return planChunks(durationMs, silences, { ...capabilities, targetMs: chunkTargetMs }).map(
      (span, chunk) => ({
        recording,
        span,
        chunk,
      }),
    );
  }

  async function storeChunks(
    attempt: Attempt,
    recordings: DecodedRecording[],
  ): Promise<PreparedChunk[]> {
    const planned = await together(
      attempt.signal,
      recordings.map((recording) => (stop) => plan(recording, stop)),
    );
    const tasks = planned
      .flat()
      .map((chunk, part) => (stop: AbortSignal) => storeChunk(attempt, chunk, part, stop));
    const stored: PreparedChunk[] = [];
    // A long recording has dozens of chunks; a process for each at once would starve what else runs here.
    for (let from = 0; from < tasks.length; from += chunksAtOnce) {
      stored.push(...(await together(attempt.signal, tasks.slice(from, from + chunksAtOnce))));
    }
    return stored;
  }

  async function storeChunk(
    { claim, directory }: Attempt,
    { recording, span, chunk }: PlannedChunk,
    part: number,
    signal: AbortSignal,
  ): Promise<PreparedChunk> {
    const path = join(directory, `chunk-${part}.flac`);
    await audio.cut(recording.wavPath, span, path, signal);
    const key = keys.chunk(claim.meetingId, claim.epoch, part);
    const { sha256 } = await storage.upload(path, key, { contentType: 'audio/flac', signal });
    await rm(path);
    return { chunk, side: recording.side, ...span, speech: [span], audio: { key, sha256 } };
  }
}
