import { personOf } from '@memo/access';
import type { Scope, Transact } from '@memo/entities';
import type { AuditLog, RecordEvent } from '@memo/journal';
import type { Logger } from '@memo/logging';
import {
  meetingNotFound,
  toMeeting,
  UnknownTemplate,
  type Created,
  type Intake,
  type MeetingDetails,
  type MeetingReader,
  type WireMeeting,
} from '@memo/meetings';
import { justBegun, type Pipeline } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import pTimeout from 'p-timeout';
import type { RouteOnce } from '../../http/route.ts';
import { InvalidInput } from '../../http/validate.ts';
import type { ReceivedUpload, UploadedRecording } from '../../upload/uploads.ts';
import type { MeetingsRepository } from './meetings.repository.ts';
import type { ChangeFields, CreateFields } from './meetings.schemas.ts';

export interface MeetingsService {
  /**
   * Takes over uploaded recordings as a new meeting and starts its pipeline. Without a key of its own, an upload that
   * says the same as one of the last minutes makes nothing. If nothing is made the recordings are discarded, unless the
   * meeting may exist all the same.
   * @param upload null for a meeting whose recordings come later.
   * @returns the meeting, and whether it was there before.
   * @throws InvalidInput for an unknown template.
   */
  create(
    scope: Scope,
    meetingId: string,
    fields: CreateFields,
    upload: (Pick<ReceivedUpload, 'recordings' | 'discard'> & { hash: string }) | null,
    once: Pick<RouteOnce, 'hasKey' | 'keep'>,
  ): Promise<Pick<Created, 'isRepeat'> & { meeting: WireMeeting }>;
  /** @throws AppError `not_found`, also for somebody else's meeting. */
  get(scope: Scope, meetingId: string): Promise<WireMeeting>;
  /** Changes what is named and leaves the rest. @throws AppError `not_found`. */
  update(scope: Scope, meetingId: string, fields: ChangeFields): Promise<WireMeeting>;
  /** @throws AppError `not_found`. */
  delete(scope: Scope, meetingId: string): Promise<void>;
}

export interface MeetingsDeps {
  repository: MeetingsRepository;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
  reader: Pick<MeetingReader, 'shown'>;
  intake: Pick<Intake, 'create'>;
  pipeline: Pick<Pipeline, 'progress' | 'forget'>;
  storage: ObjectStorage;
  keys: MeetingKeys;
  logger: Logger;
  /** How long the caller waits for what a deleted meeting leaves to be cleared away, in ms. */
  clearingMs?: number;
}

export function createMeetingsService(deps: MeetingsDeps): MeetingsService {
  const { repository, reader, intake, transact, audit, recordEvent, pipeline } = deps;
  const { storage, keys, logger, clearingMs = 5_000 } = deps;

  async function get(scope: Scope, meetingId: string): Promise<WireMeeting> {
    const [details, progress] = await Promise.all([
      reader.shown(scope, meetingId),
      pipeline.progress(scope, [meetingId]),
    ]);
    if (details === null) throw meetingNotFound();
    return toMeeting(details, progress.get(meetingId));
  }

  async function removeObjects(meetingId: string): Promise<void> {
    try {
      await storage.delete(await storage.listKeys(keys.prefix(meetingId)));
    } catch (error) {
      logger.warn('The objects of a deleted meeting wait for the sweeper', { meetingId, error });
    }
  }

  return {
    create: async (scope, meetingId, fields, upload, once) => {
      const meeting = {
        ...toNewMeeting(fields),
        id: meetingId,
        uploadHash: upload?.hash ?? null,
        userId: personOf(scope),
        recordings: (upload?.recordings ?? []).map(toStored),
      };
      const made: { details: MeetingDetails | null } = { details: null };
      try {
        const { isRepeat, meetingId: id } = await intake.create(scope, meeting, {
          ...(upload !== null && {
            discard: upload.discard,
            claims: keys.prefix(meetingId),
            mayRepeat: !once.hasKey,
          }),
          alongside: async (tx) => {
            await once.keep(tx, meetingId);
            made.details = await reader.shown(scope, meetingId, tx);
          },
        });
        const { details } = made;
        // As it is at the moment that makes it: nothing need be asked again.
        const isMade = details !== null && id === meetingId;
        return { isRepeat, meeting: isMade ? toMeeting(details, justBegun) : await get(scope, id) };
      } catch (error) {
        throw error instanceof UnknownTemplate ? unknownTemplate() : error;
      }
    },

    get,

    update: async (scope, meetingId, fields) => {
      await transact(async (tx) => {
        if (!(await repository.update(scope, tx, meetingId, fields))) throw meetingNotFound();
        const changed = changedFields(fields);
        const { workspaceId } = scope;
        await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields: changed });
        const details = { fields: changed.join(', ') };
        await audit.record(scope, tx, { action: 'meeting.updated', subject: meetingId, details });
      });
      return get(scope, meetingId);
    },

    delete: async (scope, meetingId) => {
      await transact(async (tx) => {
        const deleted = await repository.markDeleted(scope, tx, meetingId);
        if (deleted === null) throw meetingNotFound();
        const { privateTo } = deleted;
        await recordEvent(tx, {
          ...{ kind: 'meeting.deleted', workspaceId: scope.workspaceId, meetingId },
          ...(privateTo !== null && { only_for: privateTo }),
        });
        await audit.record(scope, tx, { action: 'meeting.deleted', subject: meetingId });
      });
      const forgotten = pipeline.forget(scope, meetingId);
      const cleared = Promise.all([removeObjects(meetingId), forgotten]);
      await pTimeout(cleared, { milliseconds: clearingMs, message: false });
    },
  };
}

const changedFields = (fields: ChangeFields): (keyof ChangeFields)[] =>
  (['title', 'description', 'participants'] as const).filter((name) => fields[name] !== undefined);

const unknownTemplate = (): InvalidInput =>
  new InvalidInput([
    { loc: ['body', 'templateid'], msg: 'there is no such template', type: 'value_error.unknown' },
  ]);

const toStored = (recording: UploadedRecording) => ({ state: 'stored' as const, ...recording });

const toNewMeeting = (fields: CreateFields) => ({
  visibility: fields.visibility,
  title: fields.title,
  description: fields.description,
  participants: fields.participants,
  templateId: fields.templateid,
  customTemplatePoints: fields.custom_template_points,
  speakersExpected: fields.speakers_expected,
  languages: fields.languages,
});
