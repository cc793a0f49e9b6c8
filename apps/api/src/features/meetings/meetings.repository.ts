import {
  Meeting,
  MeetingSpeaker,
  newId,
  Recording,
  Template,
  Transcript,
  type Scope,
  type Transaction,
} from '@memo/entities';
import type { DataSource } from 'typeorm';
import type { UploadedRecording } from '../../upload/receive-upload.ts';
import {
  meetingColumns,
  visibleMeeting,
  type MeetingDetails,
  type MeetingRow,
} from '../../meeting-view/meeting-rows.ts';

export interface NewMeeting {
  id: string;
  title: string;
  description: string | null;
  participants: string[];
  templateId: string | null;
  customTemplatePoints: string | null;
  recordings: UploadedRecording[];
}

export interface MeetingsRepository {
  insert(
    scope: Scope,
    tx: Transaction,
    meeting: NewMeeting,
  ): Promise<Pick<Meeting, 'id' | 'workspaceId' | 'generation'>>;
  page(scope: Scope, limit: number, offset: number): Promise<{ rows: MeetingRow[]; total: number }>;
  find(scope: Scope, meetingId: string): Promise<MeetingDetails | null>;
  exists(scope: Scope, meetingId: string): Promise<boolean>;
  /** From this moment the meeting is gone for everyone; false when there was none. */
  markDeleted(scope: Scope, meetingId: string): Promise<boolean>;
  /** Whether the caller may use this template: a default or one of the workspace's own. */
  templateExists(scope: Scope, templateId: string): Promise<boolean>;
}

export function createMeetingsRepository({ manager }: DataSource): MeetingsRepository {
  return {
    insert: async ({ workspaceId, userId }, tx, { recordings, ...columnsOf }) => {
      const meeting = { id: columnsOf.id, workspaceId, generation: 1 };
      await tx.manager.insert(Meeting, {
        ...columnsOf,
        ...meeting,
        userId,
        playbackKey: recordings[0]?.objectKey ?? '',
      });
      await tx.manager.insert(
        Recording,
        recordings.map((recording) => ({
          id: newId(),
          workspaceId,
          meetingId: meeting.id,
          ...recording,
        })),
      );
      return meeting;
    },

    page: async ({ workspaceId }, limit, offset) => {
      const [rows, counts] = await Promise.all([
        manager.query<MeetingRow[]>(
          `SELECT ${meetingColumns} FROM meetings WHERE ${visibleMeeting}
           ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3`,
          [workspaceId, limit, offset],
        ),
        manager.query<{ total: number }[]>(
          `SELECT count(*)::int AS total FROM meetings WHERE ${visibleMeeting}`,
          [workspaceId],
        ),
      ]);
      return { rows, total: counts[0]?.total ?? 0 };
    },

    find: async ({ workspaceId }, meetingId) => {
      const owner = { workspaceId, meetingId };
      const [rows, transcript, speakers] = await Promise.all([
        manager.query<MeetingDetails['meeting'][]>(
          `SELECT ${meetingColumns}, analytics_data FROM meetings WHERE ${visibleMeeting} AND id = $2`,
          [workspaceId, meetingId],
        ),
        manager.findOneBy(Transcript, owner),
        manager.findBy(MeetingSpeaker, owner),
      ]);
      const meeting = rows[0];
      return meeting === undefined ? null : { meeting, transcript, speakers };
    },

    exists: ({ workspaceId }, id) => manager.existsBy(Meeting, { id, workspaceId }),

    markDeleted: async ({ workspaceId }, meetingId) => {
      const [, count] = await manager.query<[unknown[], number]>(
        `UPDATE meetings SET deleted_at = now() WHERE ${visibleMeeting} AND id = $2`,
        [workspaceId, meetingId],
      );
      return count > 0;
    },

    templateExists: ({ workspaceId }, templateId) =>
      manager
        .createQueryBuilder(Template, 'template')
        .where('template.id = :templateId AND template.isActive', { templateId })
        .andWhere('(template.workspaceId IS NULL OR template.workspaceId = :workspaceId)', {
          workspaceId,
        })
        .getExists(),
  };
}
