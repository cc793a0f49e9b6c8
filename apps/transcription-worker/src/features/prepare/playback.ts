import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AudioTools } from '@memo/audio';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import type { Attempt, DecodedRecording } from './types.ts';

interface PlaybackDeps {
  storage: ObjectStorage;
  keys: MeetingKeys;
  audio: Pick<AudioTools, 'mixForPlayback' | 'makeSeekable'>;
}

/** Stores what people play, where it is not the recording itself; its key, or null. */
export async function storePlayback(
  { storage, keys, audio }: PlaybackDeps,
  { claim, directory, signal }: Attempt,
  [first, second]: DecodedRecording[],
): Promise<string | null> {
  const path = join(directory, 'playback');
  const file = await make();
  if (file === null) return null;
  const { extension, contentType } = file;
  const key = keys.playback(claim.meetingId, claim.epoch, extension);
  await storage.upload(path, key, { contentType, signal });
  await rm(path);
  return key;

  async function make() {
    if (first === undefined) return null;
    if (second !== undefined) {
      await audio.mixForPlayback([first, second], path, signal);
      return { extension: 'm4a', contentType: 'audio/mp4' };
    }
    return first.seekable ? null : audio.makeSeekable(first, path, signal);
  }
}
