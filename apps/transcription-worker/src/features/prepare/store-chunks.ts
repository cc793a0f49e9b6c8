import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AudioTools, Span } from '@memo/audio';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import type { PreparedChunk } from '../../recognition/stage-results.ts';
import { runAllOrAbort } from '../../attempt/run-all-or-abort.ts';
import type { Attempt, HeardSide } from './types.ts';

export interface PlannedChunk {
  heard: HeardSide;
  span: Span;
  /** Position among the chunks of its side. */
  chunk: number;
  /** What is sent of it. */
  speech: Span[];
  quietSpeech: Span[];
}

interface StoreChunksDeps {
  storage: ObjectStorage;
  keys: MeetingKeys;
  audio: Pick<AudioTools, 'cut'>;
}

/** A long recording has dozens; a process and a file for each at once would starve what else runs here. */
const chunksAtOnce = 4;

/** Stores the speech of every chunk, in order of time: what is said first is transcribed and seen first. */
export async function storeChunks(
  deps: StoreChunksDeps,
  attempt: Attempt,
  planned: PlannedChunk[],
): Promise<PreparedChunk[]> {
  const tasks = planned
    .toSorted(inOrder)
    .map((chunk, part) => (stop: AbortSignal) => storeChunk(deps, attempt, chunk, part, stop));
  const stored: PreparedChunk[] = [];
  for (let from = 0; from < tasks.length; from += chunksAtOnce) {
    stored.push(...(await runAllOrAbort(attempt.signal, tasks.slice(from, from + chunksAtOnce))));
  }
  return stored;
}

const inOrder = (a: PlannedChunk, b: PlannedChunk): number =>
  a.span.startMs - b.span.startMs || (a.heard.side ?? 0) - (b.heard.side ?? 0);

async function storeChunk(
  { storage, keys, audio }: StoreChunksDeps,
  { claim, directory }: Attempt,
  { heard, span, chunk, speech, quietSpeech }: PlannedChunk,
  part: number,
  signal: AbortSignal,
): Promise<PreparedChunk> {
  const prepared = { chunk, side: heard.side, ...span, speech, quietSpeech };
  if (speech.length === 0) return { ...prepared, audio: null };
  const path = join(directory, `chunk-${part}.flac`);
  const { silences } = await audio.cut(heard.wavPath, speech, heard.gainDb, path, signal);
  const key = keys.chunk(claim.meetingId, claim.epoch, part);
  const { sha256 } = await storage.upload(path, key, { contentType: 'audio/flac', signal });
  await rm(path);
  return { ...prepared, silences, audio: { key, sha256 } };
}
