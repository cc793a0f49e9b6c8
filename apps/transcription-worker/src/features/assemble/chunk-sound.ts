import { join } from 'node:path';
import type { AudioTools, Span } from '@memo/audio';
import type { ObjectStorage } from '@memo/storage';
import {
  createSentAudio,
  findAlone,
  intersect,
  subtract,
  voiceKey,
  type SentAudio,
  type TranscribedPart,
  type Voice,
  type VoiceSound,
} from '@memo/transcript';
import type { PreparedChunk } from '../../recognition/stage-results.ts';

/** A stored chunk as WAV. */
export interface OpenedChunk {
  chunk: PreparedChunk;
  wavPath: string;
  /** Its clock, and that of the recording. */
  sent: SentAudio;
  /** Where it is loud enough to be heard, on the recording's clock. */
  loud: Span[];
}

interface OpenDeps {
  storage: Pick<ObjectStorage, 'download'>;
  audio: Pick<AudioTools, 'toWav'>;
}

/** Expands the chunks that have sound, one after the other: 46 MB on disk for each of 24 minutes. */
export async function openChunks(
  { storage, audio }: OpenDeps,
  chunks: readonly PreparedChunk[],
  directory: string,
  signal: AbortSignal,
): Promise<OpenedChunk[]> {
  const opened: OpenedChunk[] = [];
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.audio === null) continue;
    const flacPath = join(directory, `chunk-${index}.flac`);
    const wavPath = join(directory, `chunk-${index}.wav`);
    await storage.download(chunk.audio.key, flacPath, signal);
    const { silences } = await audio.toWav(flacPath, wavPath, signal);
    const sent = createSentAudio(chunk.speech);
    const loud = subtract([{ startMs: 0, endMs: sent.durationMs }], silences);
    opened.push({ chunk, wavPath, sent, loud: loud.flatMap((span) => sent.onRecording(span)) });
  }
  return opened;
}

/** Where each voice of these parts speaks alone in the chunks, and the chunk it is in. */
export function soundsIn(
  opened: readonly OpenedChunk[],
  parts: readonly TranscribedPart[],
): { sounds: VoiceSound[]; chunkOf: (voice: Voice) => OpenedChunk | undefined } {
  const chunkOf = new Map<string, OpenedChunk>();
  const sounds = parts.flatMap((part) => {
    const own = opened.find(
      ({ chunk }) => chunk.startMs <= part.startMs && part.endMs <= chunk.endMs,
    );
    if (own === undefined) return [];
    return findAlone([part], own.loud).flatMap(({ voice, stretches }): VoiceSound[] => {
      chunkOf.set(voiceKey(voice), own);
      // A stretch that was not sent as one piece is shorter in the audio.
      const sent = stretches.flatMap((stretch) => intersect(own.chunk.speech, [stretch]));
      return sent.length > 0 ? [{ voice, stretches: sent }] : [];
    });
  });
  return { sounds, chunkOf: (voice) => chunkOf.get(voiceKey(voice)) };
}
