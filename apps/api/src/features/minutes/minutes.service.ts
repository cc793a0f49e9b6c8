import { personOf } from '@memo/access';
import type { Scope, Tenant, Transact } from '@memo/entities';
import type { AuditLog, RecordEvent } from '@memo/journal';
import type { MinutesStore } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import { nothingYet, type Which } from './chosen.ts';
import { editedContent } from './edited-content.ts';
import type { EditBody } from './minutes.schemas.ts';
import type { ReadMinutes, ReadMinutesOf } from './read-minutes.ts';

export interface MinutesDeps {
  store: MinutesStore;
  read: ReadMinutesOf;
  pipeline: Pick<Pipeline, 'tellDashboard'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

/** Refuses a change to another version than the one its client has read. */
export type CheckTag = (tag: string) => void;

type Told = Pick<ReadMinutes, 'body' | 'tag'>;

export interface MinutesService {
  /** @throws AppError `not_found` for no meeting, and for minutes that it has not. */
  read(tenant: Tenant, which: Which): Promise<Told>;
  /**
   * Makes a version of what somebody wrote, and shows it.
   * @throws AppError `not_found`, `conflict` before there is anything to change; InvalidInput.
   */
  edit(scope: Scope, which: Which, body: EditBody, check: CheckTag): Promise<Told>;
}

export function createMinutesService(deps: MinutesDeps): MinutesService {
  const { store, read, pipeline, transact, audit, recordEvent } = deps;
  return {
    read,
    edit: async (scope, which, body, check) => {
      const { meetingId } = which;
      const { workspaceId } = scope;
      const authorId = personOf(scope);
      await transact(async (tx) => {
        await pipeline.tellDashboard(scope, tx, meetingId);
        await store.hold(scope, tx, meetingId);
        const { tag, minutes, shown, details } = await read(scope, which, tx);
        check(tag);
        if (shown === null) throw nothingYet();
        const { id: minutesId, number } = minutes;
        const written = editedContent(shown, body, details);
        const version = { ...written, authorId, restoredFrom: null, restoredBy: null };
        await store.write(scope, tx, { meetingId, minutesId, number }, version);
        await recordEvent(tx, { kind: 'note.changed', workspaceId, meetingId });
        const entry = { action: 'minutes.edited', subject: meetingId, details: { number } };
        await audit.record(scope, tx, entry);
      });
      return read(scope, which);
    },
  };
}
