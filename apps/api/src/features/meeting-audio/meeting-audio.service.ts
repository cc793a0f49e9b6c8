import type { Scope } from '@memo/entities';
import type { ObjectStorage } from '@memo/storage';
import type { OpenAudio, Playback } from '../../playback/playback.ts';
import type { AudioUrl } from './meeting-audio.schemas.ts';
import { signingTime } from './signing-time.ts';

/** All functions throw AppError `not_found`, also for somebody else's meeting, and for one without its audio yet. */
export interface MeetingAudioService {
  /** An address that plays the audio without a token, the same for everybody who asks while half its time is left. */
  link(scope: Scope, meetingId: string, expirationSeconds: number): Promise<AudioUrl>;
  open(scope: Scope, meetingId: string): Promise<OpenAudio>;
}

export interface MeetingAudioDeps {
  playback: Playback;
  storage: Pick<ObjectStorage, 'presignGet'>;
  /** No address is good for longer: it opens the audio to whoever has it, also when its user is gone. */
  longestMs: number;
}

export function createMeetingAudioService(deps: MeetingAudioDeps): MeetingAudioService {
  const { playback, storage, longestMs } = deps;
  return {
    link: async (scope, meetingId, expirationSeconds) => {
      const { key, ...headers } = await playback.find(scope, meetingId);
      const seconds = Math.min(expirationSeconds, Math.floor(longestMs / 1_000));
      const signedAt = signingTime(`${meetingId}:${key}`, seconds * 1_000);
      const options = { ...headers, expiresInSeconds: seconds, signedAt };
      const { url, expiresAt } = await storage.presignGet(key, options);
      const left = Math.floor((expiresAt.getTime() - Date.now()) / 1_000);
      return {
        url,
        expires_in: Math.min(Math.max(left, 0), seconds),
        expires_at: expiresAt.toISOString(),
      };
    },

    open: (scope, meetingId) => playback.open(scope, meetingId),
  };
}
