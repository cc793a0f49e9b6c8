import { actorName, recordingNotFound } from '@memo/access';
import { newId, type Scope, type Transact, type Transaction } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { Intake, Unclaimed } from '@memo/meetings';
import type { MeetingKeys } from '@memo/storage';
import type { UploadPlaces } from '../../upload/upload-places.ts';
import { copyChecked, type CheckDeps } from './check-arrived.ts';
import type { RecordingsRepository } from './recordings.repository.ts';
import type { RecordingRow } from './recordings.sql.ts';
import { announcedAnew, notInitiated, tookTooLong } from './refusals.ts';

export interface CompleteDeps extends CheckDeps {
  repository: RecordingsRepository;
  transact: Transact;
  audit: AuditLog;
  intake: Pick<Intake, 'markStored'>;
  unclaimed: Pick<Unclaimed, 'writeDown' | 'claim'>;
  keys: Pick<MeetingKeys, 'incoming' | 'checked'>;
  /** Of all uploads of this process: each holds as much memory. */
  places: UploadPlaces;
  /** @throws AppError `forbidden`. */
  requireRoom: (tenant: Scope) => Promise<void>;
  logger: Logger;
}

/** As `complete` of RecordingsService. */
export type CompleteRecording = (scope: Scope, recordingId: string) => Promise<RecordingRow>;

/** Far longer than it takes to look at one. */
const checkedSeconds = 24 * 60 * 60;

export function completeRecording(deps: CompleteDeps): CompleteRecording {
  const { repository, transact, audit, intake, unclaimed, storage, keys, places, logger } = deps;

  /** Copies it to a key that is this request's alone, and marks that one stored unless another was faster. */
  async function check(scope: Scope, recording: RecordingRow): Promise<RecordingRow> {
    const { id, meeting_id: meetingId, announced } = recording;
    if (announced === null) throw notInitiated();
    const from = keys.incoming(meetingId, id);
    const { objectKey, contentType } = await copyChecked(deps, {
      from,
      announced,
      to: async (extension) => {
        const prefix = keys.checked(meetingId, id, newId(), extension);
        const written = { prefix, meetingId: null, sweepSeconds: checkedSeconds };
        await transact(async (tx) => {
          await underLock(scope, tx, recording);
          await unclaimed.writeDown(scope, written, tx);
        });
        return prefix;
      },
    });
    const { sizeBytes, sha256 } = announced;
    const stored = await transact(async (tx) => {
      const awaited = await underLock(scope, tx, recording);
      if (awaited.state === 'stored') return awaited;
      if (!(await unclaimed.claim(tx, objectKey))) throw tookTooLong();
      const arrived = { objectKey, contentType, sizeBytes, sha256 };
      await intake.markStored(scope, tx, id, arrived);
      const details = { recording: id, bytes: sizeBytes };
      await audit.record(scope, tx, { action: 'recording.completed', subject: meetingId, details });
      return (await repository.find(scope, id, tx)) ?? awaited;
    });
    // Where this threw it is not known whether it is stored: the sweeper takes what nobody claimed.
    if (stored.object_key !== objectKey) await remove(objectKey);
    await remove(from);
    return stored;
  }

  /**
   * As it is now, with its meeting locked.
   * @throws AppError `not_found` where the meeting was deleted or it is not waited for any more, `conflict` where other
   *   bytes are.
   */
  async function underLock(
    scope: Scope,
    tx: Transaction,
    { id, meeting_id: meetingId, announced }: RecordingRow,
  ): Promise<RecordingRow> {
    const meeting = await repository.lock(scope, tx, meetingId);
    const now = meeting && (await repository.find(scope, id, tx));
    if (now === null) throw recordingNotFound();
    if (now.announced?.sha256 !== announced?.sha256) throw announcedAnew();
    return now;
  }

  /** What fails here is swept: both are written down. */
  async function remove(key: string): Promise<void> {
    try {
      await storage.delete([key]);
    } catch (error) {
      logger.warn('What a client uploaded waits for the sweeper', { key, error });
    }
  }

  return async (scope, id) => {
    const recording = await repository.find(scope, id);
    if (recording === null) throw recordingNotFound();
    if (recording.state === 'stored') return recording;
    await deps.requireRoom(scope);
    const giveBack = places.take(actorName(scope.actor));
    try {
      return await check(scope, recording);
    } catch (error) {
      // Another request may have stored it meanwhile, or this one, and the answer was lost.
      const now = await repository.find(scope, id).catch(() => null);
      if (now?.state !== 'stored') throw error;
      return now;
    } finally {
      giveBack();
    }
  };
}
