import { ownerOf } from '@memo/access';
import { Meeting, newId, Recording, Template, type Scope, type Transaction } from '@memo/entities';
import type { DataSource } from 'typeorm';
import type { UploadedRecording } from '../../upload/receive-upload.ts';
import { visibleMeeting, type MeetingDetails } from '../../meeting-view/meeting-rows.ts';
import { createFindMeeting } from './find-meeting.ts';

export interface NewMeeting {
  id: string;
  title: string;
  /** False for a title that only stands in for one. */
  titleGiven: boolean;
  description: string | null;
  participants: string[];
  templateId: string | null;
  customTemplatePoints: string | null;
  speakersExpected: number | null;
  languages: string[];
  recordings: UploadedRecording[];
}

/** What is not named stays as it is. */
export interface MeetingChange {
  title?: string | undefined;
  description?: string | null | undefined;
  participants?: string[] | undefined;
}

export interface MeetingsRepository {
  insert(
    scope: Scope,
    tx: Transaction,
    meeting: NewMeeting,
  ): Promise<Pick<Meeting, 'id' | 'workspaceId' | 'generation'>>;
  find(scope: Scope, meetingId: string): Promise<MeetingDetails | null>;
  exists(scope: Scope, meetingId: string): Promise<boolean>;
  /** False when there is no such meeting. */
  update(scope: Scope, tx: Transaction, meetingId: string, change: MeetingChange): Promise<boolean>;
  /** From the commit on the meeting is gone for everyone; false when there was none. */
  markDeleted(scope: Scope, tx: Transaction, meetingId: string): Promise<boolean>;
  /** Whether the caller may use this template: a default or one of the workspace's own. */
  templateExists(scope: Scope, templateId: string): Promise<boolean>;
}

export function createMeetingsRepository({ manager }: DataSource): MeetingsRepository {
  return {
    insert: async (scope, tx, { recordings, ...columnsOf }) => {
      const { workspaceId, userId } = ownerOf(scope);
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

    find: createFindMeeting(manager),

    exists: ({ workspaceId }, id) => manager.existsBy(Meeting, { id, workspaceId }),

    update: async ({ workspaceId }, tx, meetingId, { title, description, participants }) => {
      // The clock and not the start of the transaction: of two changes that waited for each other, the later one
      // must not carry the earlier time.
      const [, count] = await tx.manager.query<[unknown[], number]>(
        `UPDATE meetings SET updated_at = clock_timestamp(), title = coalesce($3, title),
           title_given = title_given OR coalesce($3 <> title, false),
           description = CASE WHEN $4 THEN $5 ELSE description END, participants = coalesce($6, participants)
         WHERE ${visibleMeeting} AND id = $2`,
        [
          workspaceId,
          meetingId,
          title ?? null,
          description !== undefined,
          description ?? null,
          participants === undefined ? null : JSON.stringify(participants),
        ],
      );
      return count > 0;
    },

    markDeleted: async ({ workspaceId }, tx, meetingId) => {
      const [, count] = await tx.manager.query<[unknown[], number]>(
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
