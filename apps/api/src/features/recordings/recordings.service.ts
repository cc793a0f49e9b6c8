import type { Scope } from '@memo/entities';
import { meetingNotFound } from '@memo/meetings';
import type { ObjectStorage } from '@memo/storage';
import { refuseOtherThanAudio } from '../../upload/audio-format.ts';
import { tooLarge } from '../../upload/bounded.ts';
import { completeRecording, type CompleteDeps } from './complete-recording.ts';
import { expectedSeconds } from './recordings.repository.ts';
import {
  toInitiated,
  toRecording,
  type Initiate,
  type WireInitiated,
  type WireRecording,
} from './recordings.schemas.ts';
import { hasBegun, openAtOnce, sideIsStored, tooManyOpen } from './refusals.ts';

export interface RecordingsService {
  /**
   * Says where a client may bring a recording by itself. The same side initiated again is the same recording, with what
   * was announced last.
   * @throws AppError `not_found`, `conflict`, `too_large`, `forbidden`, `invalid_input`.
   */
  initiate(scope: Scope, meetingId: string, sent: Initiate): Promise<WireInitiated>;
  /**
   * Looks at what was brought, and with the last recording of a meeting begins it. One that is stored already is
   * answered alike.
   * @throws AppError `not_found`, `conflict`, `forbidden`, `invalid_input`, `unavailable`.
   */
  complete(scope: Scope, recordingId: string): Promise<WireRecording>;
}

export interface RecordingsDeps extends CompleteDeps {
  storage: CompleteDeps['storage'] & Pick<ObjectStorage, 'presignPut'>;
  maxBytes: number;
}

/** A body that began in time may take as long as it takes. */
const beginWithinSeconds = 60 * 60;
/** Longer than it is waited for: an address that was given last is good for an hour. */
const incomingSeconds = expectedSeconds + beginWithinSeconds;

export function createRecordingsService(deps: RecordingsDeps): RecordingsService {
  const { repository, transact, audit, unclaimed, storage, keys } = deps;
  const complete = completeRecording(deps);

  return {
    initiate: async (scope, meetingId, { side, filename, ...sent }) => {
      const { content_type: contentType, size_bytes: sizeBytes, sha256 } = sent;
      if (sizeBytes > deps.maxBytes) throw tooLarge(deps.maxBytes);
      refuseOtherThanAudio({ filename, contentType }, deps.formats);
      await deps.requireRoom(scope);
      const announced = { sizeBytes, sha256, contentType };
      const row = await transact(async (tx) => {
        const meeting = await repository.lock(scope, tx, meetingId);
        if (meeting === null) throw meetingNotFound();
        if (meeting.hasBegun) throw hasBegun();
        const others = await repository.countOthers(scope, tx, { meetingId, side });
        if (others >= openAtOnce) throw tooManyOpen();
        const announcement = { side, filename, announced };
        const id = await repository.announce(scope, tx, meetingId, announcement);
        if (id === null) throw sideIsStored(side);
        const prefix = keys.incoming(meetingId, id);
        const written = { prefix, meetingId: null, sweepSeconds: incomingSeconds };
        await unclaimed.writeDown(scope, written, tx);
        const details = { recording: id };
        const entry = { action: 'recording.initiated', subject: meetingId, details };
        await audit.record(scope, tx, entry);
        const made = await repository.find(scope, id, tx);
        if (made === null) throw meetingNotFound();
        return made;
      });
      const options = { ...announced, expiresInSeconds: beginWithinSeconds };
      const key = keys.incoming(meetingId, row.id);
      return toInitiated(row, await storage.presignPut(key, options));
    },

    complete: async (scope, id) => toRecording(await complete(scope, id)),
  };
}
