import { extname } from 'node:path/posix';
import type { Readable } from 'node:stream';
import type { Database, Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import { meetingNotFound } from '@memo/meetings';
import type { ByteRange, ObjectStorage } from '@memo/storage';
import { attachment } from '../../http/attachment.ts';
import type { AudioUrl } from './meeting-audio.schemas.ts';
import { findPlayback } from './meeting-audio.sql.ts';
import { signingTime } from './signing-time.ts';

export interface AudioHeaders {
  contentType: string;
  contentDisposition: string;
}

export interface OpenAudio extends AudioHeaders {
  sizeBytes: number;
  etag: string;
  /** The bytes of the version described here, all of them or a range. */
  read(range?: ByteRange): Promise<Readable>;
}

/** All functions throw AppError `not_found`, also for somebody else's meeting, and for one without its audio yet. */
export interface MeetingAudioService {
  /** An address that plays the audio without a token, the same for everybody who asks while half its time is left. */
  link(scope: Scope, meetingId: string, expirationSeconds: number): Promise<AudioUrl>;
  open(scope: Scope, meetingId: string): Promise<OpenAudio>;
}

export interface MeetingAudioDeps {
  database: Pick<Database, 'rows'>;
  storage: Pick<ObjectStorage, 'get' | 'head' | 'presignGet'>;
  /** No address is good for longer: it opens the audio to whoever has it, also when its user is gone. */
  longestMs: number;
}

export function createMeetingAudioService(deps: MeetingAudioDeps): MeetingAudioService {
  const { database, storage, longestMs } = deps;

  async function find(scope: Scope, meetingId: string): Promise<{ key: string } & AudioHeaders> {
    const row = await database.rows(scope).first(findPlayback, { id: meetingId });
    if (row === null) throw meetingNotFound();
    const key = row.playbackKey;
    if (key === null) throw notUploaded();
    const fallback = `meeting_${meetingId.slice(0, 8)}`;
    return {
      key,
      // The type of a recording was told by its bytes when it came. What was made here has its name from us, and is
      // served as what it is even where an older release stored the object under another type.
      contentType: row.contentType ?? (extname(key) === '.webm' ? 'audio/webm' : 'audio/mp4'),
      contentDisposition: attachment({
        title: row.title,
        fallback,
        extension: extname(key),
      }),
    };
  }

  return {
    link: async (scope, meetingId, expirationSeconds) => {
      const { key, ...headers } = await find(scope, meetingId);
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

    open: async (scope, meetingId) => {
      const { key, ...headers } = await find(scope, meetingId);
      const { sizeBytes, etag } = await storage.head(key);
      return { ...headers, sizeBytes, etag, read: (range) => storage.get(key, { range, etag }) };
    },
  };
}

/** Also of a meeting whose recording was waited for in vain. */
const notUploaded = (): AppError =>
  new AppError(
    'not_found',
    'The recording of this meeting has not been uploaded. Finish its upload, or upload it as a new meeting.',
    { code: 'not_uploaded' },
  );
