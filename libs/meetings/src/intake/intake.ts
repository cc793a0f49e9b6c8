import type { Database, Scope, Tenant, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog, RecordEvent } from '@memo/journal';
import type { Pipeline } from '@memo/pipeline';
import { dropStale, type DropStale } from './drop-stale.ts';
import { findAwaited, findMeeting, findTemplate } from './intake.sql.ts';
import { insertMeeting, type InsertedRecording } from './insert-meeting.ts';
import { markStored, type MarkStored } from './mark-stored.ts';
import type { NewMeeting } from './new-meeting.ts';

/** Thrown where a meeting is to follow a template that is neither a default nor one of the workspace's own. */
export class UnknownTemplate extends AppError {
  constructor() {
    super('invalid_input', 'There is no such template.', { code: 'unknown_template' });
    this.name = 'UnknownTemplate';
  }
}

/** How recordings of any origin become a meeting. */
export interface Intake {
  /**
   * Makes a meeting with its recordings, in one transaction. When all of them are stored, its pipeline begins in the
   * same; else once the last of them is.
   * @param discard removes what is stored of it. Called when this fails, unless the meeting may exist all the same.
   * @returns its recordings in order of side.
   * @throws UnknownTemplate
   */
  create(
    scope: Scope,
    meeting: NewMeeting,
    discard?: () => Promise<void>,
  ): Promise<InsertedRecording[]>;
  markStored: MarkStored;
  /** Whether a recording of the meeting is still waited for. */
  isAwaited(tenant: Tenant, meetingId: string): Promise<boolean>;
  dropStale: DropStale;
}

export interface IntakeDeps {
  database: Database;
  transact: Transact;
  pipeline: Pick<Pipeline, 'begin'>;
  audit: AuditLog;
  recordEvent: RecordEvent;
  /** How long a recording is waited for, in ms; a day when not given. */
  expectedForMs?: number;
}

const dayMs = 24 * 60 * 60_000;

export function createIntake(deps: IntakeDeps): Intake {
  const { database, transact, pipeline, audit, recordEvent, expectedForMs = dayMs } = deps;
  const { rows } = database;

  async function make(scope: Scope, meeting: NewMeeting): Promise<InsertedRecording[]> {
    const { workspaceId } = scope;
    const { templateId } = meeting;
    if (templateId !== null && !(await templateExists(scope, templateId))) {
      throw new UnknownTemplate();
    }
    return transact(async (tx) => {
      const expectedUntil = new Date(Date.now() + expectedForMs);
      const made = await insertMeeting(rows(scope, tx), meeting, expectedUntil);
      if (made.complete) await pipeline.begin(tx, { workspaceId, ...made.meeting });
      await recordEvent(tx, { kind: 'meeting.created', workspaceId, meetingId: meeting.id });
      await audit.record(scope, tx, {
        action: 'meeting.created',
        subject: meeting.id,
        details: { recordings: made.recordings.length },
      });
      return made.recordings;
    });
  }

  const templateExists = async (tenant: Tenant, id: string): Promise<boolean> =>
    (await rows(tenant).first(findTemplate, { id })) !== null;

  const meetingExists = async (tenant: Tenant, id: string): Promise<boolean> =>
    (await rows(tenant).first(findMeeting, { id })) !== null;

  return {
    create: async (scope, meeting, discard) => {
      try {
        return await make(scope, meeting);
      } catch (error) {
        // A COMMIT whose answer was lost may have happened. When in doubt the recording is kept: better an object
        // without a meeting than a meeting without its recording.
        const exists = await meetingExists(scope, meeting.id).catch(() => true);
        if (!exists) await discard?.();
        throw error;
      }
    },

    markStored: markStored(database, { pipeline, recordEvent }),

    isAwaited: async (tenant, meetingId) =>
      (await rows(tenant).first(findAwaited, { meetingId })) !== null,

    dropStale: dropStale(deps),
  };
}
