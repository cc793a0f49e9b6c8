import type { Database, Scope, Tenant, Transact, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog, RecordEvent } from '@memo/journal';
import type { Pipeline } from '@memo/pipeline';
import { dropStale, type DropStale } from './drop-stale.ts';
import { findAwaited, findTemplate, listRecordings } from './intake.sql.ts';
import { lockMaking } from './make-meeting.sql.ts';
import { insertMeeting, type InsertedRecording } from './insert-meeting.ts';
import { findSame, soundOf } from './same-upload.ts';
import { markStored, type MarkStored } from './mark-stored.ts';
import type { NewMeeting } from './new-meeting.ts';
import { claimObjects } from '../unclaimed/unclaimed.sql.ts';
import { whatBecame } from './what-became.ts';

/** Thrown where a meeting is to follow a template that is neither a default nor one of the workspace's own. */
export class UnknownTemplate extends AppError {
  constructor() {
    super('invalid_input', 'There is no such template.', { code: 'unknown_template' });
    this.name = 'UnknownTemplate';
  }
}

export interface CreateOptions {
  /** Removes what is stored of it. Called once it is certain that no meeting comes of it. */
  discard?: () => Promise<void>;
  /** Done in the transaction that makes the meeting, last. */
  alongside?: (tx: Transaction) => Promise<void>;
  /** What of `unclaimed_objects` its recordings are. */
  claims?: string;
  /** Whether an equal upload of the last minutes is this one, and no second meeting is made; no when not given. */
  mayRepeat?: boolean;
}

export interface Created {
  /** Another one than was asked for where the upload is a repeat. */
  meetingId: string;
  /** Whether nothing was made, because the same was uploaded just before. */
  isRepeat: boolean;
  /** In order of side; none of a repeat. */
  recordings: InsertedRecording[];
}

export const outcomeUnknown = 'outcome_unknown';

/** A meeting was being made when the database was lost, and may be there. Its recordings are kept. */
class OutcomeUnknown extends AppError {
  constructor(cause: unknown) {
    super(
      'unavailable',
      'The recording arrived, but whether it became a meeting is not known just now: the database does not answer. Look for it later, or send the request again: under the same Idempotency-Key that is safe, and no second meeting is made.',
      { code: outcomeUnknown, away: 'database', cause },
    );
    this.name = 'OutcomeUnknown';
  }
}

/** How recordings of any origin become a meeting. */
export interface Intake {
  /**
   * Makes a meeting with its recordings, in one transaction. When all of them are stored, its pipeline begins in the
   * same; else once the last of them is.
   * @throws UnknownTemplate; AppError `unavailable`, code `outcome_unknown`, where the meeting may exist all the same.
   */
  create(scope: Scope, meeting: NewMeeting, options?: CreateOptions): Promise<Created>;
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
  /** The pauses before each look for a meeting whose transaction ended without an answer, in ms. */
  looks?: readonly number[];
}

const dayMs = 24 * 60 * 60_000;

export function createIntake(deps: IntakeDeps): Intake {
  const { database, transact, pipeline, audit, recordEvent, expectedForMs = dayMs } = deps;
  const { rows } = database;

  async function make(
    scope: Scope,
    meeting: NewMeeting,
    { alongside, claims, mayRepeat = false }: CreateOptions,
  ): Promise<Created> {
    const { workspaceId } = scope;
    const { templateId } = meeting;
    if (templateId !== null && !(await templateExists(scope, templateId))) {
      throw new UnknownTemplate();
    }
    return transact(async (tx) => {
      const own = rows(scope, tx);
      await own.first(lockMaking, { id: meeting.id, sha256: soundOf(meeting)?.sha256 ?? null });
      const { repeats, duplicateOf } = await findSame(own, meeting, mayRepeat);
      if (repeats !== null) return { meetingId: repeats, isRepeat: true, recordings: [] };
      if (claims !== undefined) await claim(tx, claims);
      const expectedUntil = new Date(Date.now() + expectedForMs);
      const made = await insertMeeting(own, meeting, expectedUntil, duplicateOf);
      if (made.complete) await pipeline.begin(tx, { workspaceId, ...made.meeting });
      await audit.record(scope, tx, {
        action: 'meeting.created',
        subject: meeting.id,
        details: { recordings: made.recordings.length },
      });
      await alongside?.(tx);
      return { meetingId: meeting.id, isRepeat: false, recordings: made.recordings };
    });
  }

  async function claim(tx: Transaction, prefix: string): Promise<void> {
    if ((await database.openRows(tx).run(claimObjects, { prefix })) === 0) throw tookTooLong();
  }

  const templateExists = async (tenant: Tenant, id: string): Promise<boolean> =>
    (await rows(tenant).first(findTemplate, { id })) !== null;

  const madeAllTheSame = async (tenant: Tenant, meetingId: string): Promise<Created> => {
    const recordings = await rows(tenant).all(listRecordings, { meetingId });
    return { meetingId, isRepeat: false, recordings };
  };

  return {
    create: async (scope, meeting, options = {}) => {
      try {
        const created = await make(scope, meeting, options);
        if (created.isRepeat) await options.discard?.();
        return created;
      } catch (error) {
        // A COMMIT whose answer was lost may have happened: then this has succeeded, whatever was heard of it.
        const exists = await whatBecame(database, scope, meeting.id, deps.looks);
        if (exists === null) throw new OutcomeUnknown(error);
        if (exists) return madeAllTheSame(scope, meeting.id);
        await options.discard?.();
        throw error;
      }
    },

    markStored: markStored(database, { pipeline, recordEvent }),

    isAwaited: async (tenant, meetingId) =>
      (await rows(tenant).first(findAwaited, { meetingId })) !== null,

    dropStale: dropStale(deps),
  };
}

/** What was stored of it is being removed by now. */
const tookTooLong = (): AppError =>
  new AppError(
    'conflict',
    'This upload took longer than a day, and what had arrived of it was removed. Send it again over a faster line.',
    { code: 'upload_too_slow' },
  );
