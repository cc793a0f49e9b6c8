import { Readable } from 'node:stream';
import { actorName } from '@memo/access';
import type { Tenant } from '@memo/entities';
import type { Logger } from '@memo/logging';
import type { Unclaimed, Upload } from '@memo/meetings';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import multer from 'multer';
import { recognizeAudio, sniffBytes, type AudioFormat } from './audio-format.ts';
import { bounded } from './bounded.ts';
import { drainAfterRefusal } from '../http/drain-after-refusal.ts';
import { watchPace, type Pace } from '../http/pace.ts';
import { createClearing } from './clear-upload.ts';
import { peek } from './peek.ts';
import { asUploadError } from './upload-errors.ts';
import type { UploadPlaces } from './upload-places.ts';
import type { ReceiveUpload, UploadedRecording, Uploads } from './uploads.ts';

export interface UploadsDeps {
  storage: ObjectStorage;
  keys: Pick<MeetingKeys, 'recording'>;
  unclaimed: Pick<Unclaimed, 'writeDown' | 'forget'>;
  /** What is written down of an upload before its first byte is stored. */
  describe: (id: string) => Upload;
  /** The files a form may have; their order is their side. The contract's two when not given. */
  files?: readonly [string, ...string[]];
  maxBytes: number;
  formats: readonly AudioFormat[];
  /** Of all uploads of this process. */
  places: UploadPlaces;
  /** Whether the account may have more. @throws AppError `forbidden`. */
  requireRoom?: (uploader: Tenant) => Promise<void>;
  /** Slower ones are ended. */
  pace?: Pace;
  logger: Logger;
}

const meetingFiles = ['audio_file', 'second_audio_file'] as const;

/** A tunnel is waited for, and a byte now and then is not. */
const uploadPace: Pace = { windowMs: 120_000, bytes: 120_000 };

// Clients may send fields nobody knows.
const limits = { files: 2, fields: 50, fieldSize: 64 * 1024, fieldNameSize: 100, headerPairs: 50 };

/**
 * Streams a multipart upload into storage, checking size and type on the way. All or nothing: when anything fails,
 * every upload under way is aborted and every finished one deleted before the error is thrown.
 */
export function createUploads(deps: UploadsDeps): Uploads {
  const { storage, keys, unclaimed, files = meetingFiles, maxBytes, formats, places } = deps;
  const { pace = uploadPace, requireRoom = () => Promise.resolve() } = deps;
  const clearing = createClearing(deps);

  const receiveForm: ReceiveUpload = (req, res, tenant, id) =>
    new Promise((resolve, reject) => {
      const abort = new AbortController();
      const stores: Promise<UploadedRecording>[] = [];
      const objectKeys: string[] = [];
      const described = deps.describe(id);
      let writtenDown: Promise<void> | undefined;

      async function discard(): Promise<void> {
        const settled = await Promise.allSettled(stores);
        const stored = settled.filter((result) => result.status === 'fulfilled');
        const storedKeys = stored.map(({ value }) => value.objectKey);
        const { prefix } = described;
        await clearing.clear({
          prefix,
          objectKeys,
          storedKeys,
          isWrittenDown: writtenDown !== undefined,
        });
      }

      // multer reports an error only after it has read the whole request; a client must not have to send gigabytes
      // to hear that they are too many.
      function fail(thrown: unknown): void {
        if (abort.signal.aborted) return;
        const error = asUploadError(thrown, files);
        abort.abort(error);
        drainAfterRefusal(req);
        void clearing.track(discard()).then(() => reject(error));
      }

      async function store(file: Express.Multer.File): Promise<UploadedRecording> {
        const { head, whole } = await peek(file.stream, sniffBytes);
        const { format, contentType } = await recognizeAudio(head, formats);
        const side = files.indexOf(file.fieldname);
        const body = Readable.from(bounded(whole, maxBytes), { objectMode: false });
        const objectKey = keys.recording(id, side, format);
        await (writtenDown ??= unclaimed.writeDown(tenant, described));
        objectKeys.push(objectKey);
        const { sizeBytes, sha256 } = await storage.put(objectKey, body, {
          contentType,
          signal: abort.signal,
        });
        // Postgres stores neither NUL nor half a character.
        const filename = file.originalname.replaceAll('\0', '').slice(0, 255).toWellFormed();
        return { side, objectKey, filename, contentType, sizeBytes, sha256 };
      }

      // The client left while something was asked about it: multer, which listens from now on, would hear of nothing.
      if (req.destroyed) {
        fail(new Error('The client left before its form was read.'));
        return;
      }
      const stopWatching = watchPace(req, pace, fail);
      const readForm = multer({
        limits,
        storage: {
          _handleFile: (_req, file, done) => {
            const stored = store(file);
            stores.push(stored);
            stored.then(
              () => done(null, {}),
              (error: unknown) => {
                fail(error);
                done(error);
              },
            );
          },
          // `discard` removes what was stored, whichever file it was that failed.
          _removeFile: (_req, _file, done) => done(null),
        },
      }).fields(files.map((name) => ({ name, maxCount: 1 })));

      readForm(req, res, (error: unknown) => {
        stopWatching();
        if (error) {
          fail(error);
          return;
        }
        Promise.all(stores).then((recordings) => {
          recordings.sort((a, b) => a.side - b.side);
          resolve({
            fields: { ...(req.body as object) },
            recordings,
            requireRoomIn: async (named) => {
              if (named.workspaceId !== tenant.workspaceId) await requireRoom(named);
            },
            discard: () => clearing.track(discard()),
          });
        }, fail);
      });
    });

  const receive: ReceiveUpload = async (req, res, uploader, id, isRepeat = false) => {
    let giveBack: (() => void) | undefined;
    try {
      giveBack = places.take(actorName(uploader.actor));
      if (!isRepeat) await requireRoom(uploader);
    } catch (error) {
      giveBack?.();
      drainAfterRefusal(req);
      throw error;
    }
    return receiveForm(req, res, uploader, id).finally(giveBack);
  };

  return {
    receive,
    settled: () => clearing.settled(),
  };
}
