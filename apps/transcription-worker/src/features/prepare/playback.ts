import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AudioTools, PlayableFile } from '@memo/audio';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import type { Attempt, HeardRecording, HeardSide } from './types.ts';

interface PlaybackDeps {
  storage: ObjectStorage;
  keys: MeetingKeys;
  audio: Pick<AudioTools, 'encodeForPlayback' | 'copyForPlayback'>;
}

/** Stores what people play, where it is not the recording itself; its key, or null. */
export async function storePlayback(
  { storage, keys, audio }: PlaybackDeps,
  { claim, directory, signal }: Attempt,
  { recordings, sides }: { recordings: HeardRecording[]; sides: HeardSide[] },
): Promise<string | null> {
  const path = join(directory, 'playback');
  const file = await make();
  if (file === null) return null;
  const { extension, contentType } = file;
  const key = keys.playback(claim.meetingId, claim.epoch, extension);
  await storage.upload(path, key, { contentType, signal });
  await rm(path);
  return key;

  async function make(): Promise<PlayableFile | null> {
    const [recording, ...others] = recordings;
    if (recording === undefined) return null;
    const { playback } = recording;
    if (others.length > 0 || playback.kind === 'encoded') {
      return audio.encodeForPlayback(sides, path, signal);
    }
    if (playback.kind === 'original') return null;
    return audio.copyForPlayback({ ...recording, codec: playback.codec }, path, signal);
  }
}
