import { extname } from 'node:path/posix';
import type { Readable } from 'node:stream';
import type { Database, Tenant } from '@memo/entities';
import { AppError } from '@memo/errors';
import { meetingNotFound } from '@memo/meetings';
import type { ByteRange, ObjectStorage } from '@memo/storage';
import { attachment } from '../http/attachment.ts';
import { findPlayback } from './playback.sql.ts';

interface StoredAudio {
  key: string;
  contentType: string;
  contentDisposition: string;
}

export interface OpenAudio extends Omit<StoredAudio, 'key'> {
  sizeBytes: number;
  etag: string;
  /** The bytes of the version described here, all of them or a range. */
  read(range?: ByteRange): Promise<Readable>;
}

/** What there is to hear of a meeting: its recording, or the mix of two. */
export interface Playback {
  /** @throws AppError `not_found`, also for another workspace's meeting, and for one without its audio yet. */
  find(tenant: Tenant, meetingId: string): Promise<StoredAudio>;
  /** @throws AppError as `find`, and where the object is gone. */
  open(tenant: Tenant, meetingId: string): Promise<OpenAudio>;
}

interface PlaybackDeps {
  database: Pick<Database, 'rows'>;
  storage: Pick<ObjectStorage, 'get' | 'head'>;
}

export function createPlayback({ database, storage }: PlaybackDeps): Playback {
  const find: Playback['find'] = async (tenant, meetingId) => {
    const row = await database.rows(tenant).first(findPlayback, { id: meetingId });
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
  };
  return {
    find,
    open: async (tenant, meetingId) => {
      const { key, ...headers } = await find(tenant, meetingId);
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
