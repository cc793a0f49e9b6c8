import { setTimeout as wait } from 'node:timers/promises';
import type { Scope, Transact } from '@memo/entities';
import { recordEvent, type AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { Pipeline } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { InvalidInput } from '../../http/validate.ts';
import { toMeeting } from '../../meeting-view/meeting-view.mapper.ts';
import type { WireMeeting } from '../../meeting-view/meeting-view.schemas.ts';
import type { ReceivedUpload, UploadedRecording } from '../../upload/receive-upload.ts';
import { meetingNotFound } from './meeting-not-found.ts';
import type { MeetingsRepository } from './meetings.repository.ts';
import type { ChangeFields, CreateFields } from './meetings.schemas.ts';

export interface MeetingsService {
  /**
   * Takes over uploaded recordings as a new meeting and starts its pipeline. If it fails, the recordings are discarded,
   * unless the meeting may exist all the same.
   * @throws InvalidInput for an unknown template.
   */
  create(
    scope: Scope,
    meetingId: string,
    fields: CreateFields,
    upload: Pick<ReceivedUpload, 'recordings' | 'discard'>,
  ): Promise<void>;
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
  pipeline: Pick<Pipeline, 'begin' | 'progress' | 'forget'>;
  storage: ObjectStorage;
  keys: MeetingKeys;
  logger: Logger;
  /** How long the caller waits for what a deleted meeting leaves to be cleared away, in ms. */
  clearingMs?: number;
}

/** What a meeting is listed under until its note gives it a title. */
const untitled = 'Untitled meeting';

export function createMeetingsService(deps: MeetingsDeps): MeetingsService {
  const { repository, transact, audit, pipeline, storage, keys, logger, clearingMs = 5_000 } = deps;

  async function get(scope: Scope, meetingId: string): Promise<WireMeeting> {
    const [details, progress] = await Promise.all([
      repository.find(scope, meetingId),
      pipeline.progress([meetingId]),
    ]);
    if (details === null) throw meetingNotFound();
    return toMeeting(details, progress.get(meetingId));
  }

  async function insert(
    scope: Scope,
    meetingId: string,
    fields: CreateFields,
    recordings: UploadedRecording[],
  ): Promise<void> {
    const { title, description, participants } = fields;
    const { templateid: templateId, custom_template_points: customTemplatePoints } = fields;
    const { speakers_expected: speakersExpected, languages } = fields;
    if (templateId !== null && !(await repository.templateExists(scope, templateId))) {
      throw unknownTemplate();
    }
    await transact(async (tx) => {
      const meeting = await repository.insert(scope, tx, {
        id: meetingId,
        title: title === '' ? untitled : title,
        titleGiven: title !== '',
        description,
        participants,
        templateId,
        customTemplatePoints,
        speakersExpected,
        languages,
        recordings,
      });
      await pipeline.begin(tx, meeting);
      const { workspaceId } = scope;
      await recordEvent(tx, { kind: 'meeting.created', workspaceId, meetingId });
      await audit.record(scope, tx, {
        action: 'meeting.created',
        subject: meetingId,
        details: { recordings: recordings.length },
      });
    });
  }

  async function removeObjects(meetingId: string): Promise<void> {
    try {
      await storage.delete(await storage.listKeys(keys.prefix(meetingId)));
    } catch (error) {
      logger.warn('The objects of a deleted meeting wait for the sweeper', { meetingId, error });
    }
  }

  return {
    create: async (scope, meetingId, fields, upload) => {
      try {
        await insert(scope, meetingId, fields, upload.recordings);
      } catch (error) {
        // A COMMIT whose answer was lost may have happened. When in doubt the recording is kept: better an object
        // without a meeting than a meeting without its recording.
        const exists = await repository.exists(scope, meetingId).catch(() => true);
        if (!exists) await upload.discard();
        throw error;
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
        if (!(await repository.markDeleted(scope, tx, meetingId))) throw meetingNotFound();
        const { workspaceId } = scope;
        await recordEvent(tx, { kind: 'meeting.deleted', workspaceId, meetingId });
        await audit.record(scope, tx, { action: 'meeting.deleted', subject: meetingId });
      });
      const cleared = Promise.all([removeObjects(meetingId), pipeline.forget(meetingId)]);
      await Promise.race([cleared, wait(clearingMs, undefined, { ref: false })]);
    },
  };
}

const changedFields = (fields: ChangeFields): (keyof ChangeFields)[] =>
  (['title', 'description', 'participants'] as const).filter((name) => fields[name] !== undefined);

const unknownTemplate = (): InvalidInput =>
  new InvalidInput([
    { loc: ['body', 'templateid'], msg: 'there is no such template', type: 'value_error.unknown' },
  ]);
