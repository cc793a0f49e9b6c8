import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { Pipeline } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { InvalidInput } from '../../http/validate.ts';
import { offsetOf, toPage } from '../../http/page.ts';
import { toListItem, toMeeting } from '../../meeting-view/meeting-view.mapper.ts';
import type { WireMeeting, WireMeetingPage } from '../../meeting-view/meeting-view.schemas.ts';
import type { ReceivedUpload, UploadedRecording } from '../../upload/receive-upload.ts';
import type { MeetingsRepository } from './meetings.repository.ts';
import type { CreateFields, ListQuery } from './meetings.schemas.ts';

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
  list(scope: Scope, query: ListQuery): Promise<WireMeetingPage>;
  /** @throws AppError `not_found`, also for somebody else's meeting. */
  get(scope: Scope, meetingId: string): Promise<WireMeeting>;
  /** @throws AppError `not_found`. */
  delete(scope: Scope, meetingId: string): Promise<void>;
}

export interface MeetingsDeps {
  repository: MeetingsRepository;
  transact: Transact;
  pipeline: Pick<Pipeline, 'begin' | 'progress'>;
  storage: ObjectStorage;
  keys: MeetingKeys;
  logger: Logger;
}

export function createMeetingsService(deps: MeetingsDeps): MeetingsService {
  const { repository, transact, pipeline, storage, keys, logger } = deps;

  async function get(scope: Scope, meetingId: string): Promise<WireMeeting> {
    const [details, progress] = await Promise.all([
      repository.find(scope, meetingId),
      pipeline.progress([meetingId]),
    ]);
    if (details === null) throw notFound();
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
    if (templateId !== null && !(await repository.templateExists(scope, templateId))) {
      throw unknownTemplate();
    }
    await transact(async (tx) => {
      const meeting = await repository.insert(scope, tx, {
        id: meetingId,
        title,
        description,
        participants,
        templateId,
        customTemplatePoints,
        recordings,
      });
      await pipeline.begin(tx, meeting);
    });
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

    list: async (scope, query) => {
      const { rows, total } = await repository.page(scope, query.limit, offsetOf(query));
      const progress = await pipeline.progress(rows.map(({ id }) => id));
      const items = rows.map((row) => toListItem(row, progress.get(row.id)));
      return toPage(items, total, query);
    },

    get,

    delete: async (scope, meetingId) => {
      if (!(await repository.markDeleted(scope, meetingId))) throw notFound();
      try {
        await storage.delete(await storage.listKeys(keys.prefix(meetingId)));
      } catch (error) {
        logger.warn('The objects of a deleted meeting wait for the sweeper', { meetingId, error });
      }
    },
  };
}

const unknownTemplate = (): InvalidInput =>
  new InvalidInput([
    { loc: ['body', 'templateid'], msg: 'there is no such template', type: 'value_error.unknown' },
  ]);

const notFound = (): AppError => new AppError('not_found', 'Meeting not found');
