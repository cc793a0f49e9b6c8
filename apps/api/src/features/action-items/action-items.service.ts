import { personOf } from '@memo/access';
import {
  newId,
  type Database,
  type Rows,
  type Scope,
  type Tenant,
  type Transact,
} from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog, RecordEvent } from '@memo/journal';
import { holdNote, meetingNotFound, showItems, type MeetingReader } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { KeepMade } from '../../http/idempotency/once.ts';
import type { ChangeItem, NewItem, WireItem, WireItems } from './action-items.schemas.ts';
import {
  changeItem,
  findItem,
  findMember,
  findProfile,
  insertItem,
  listItems,
  type WrittenItem,
} from './action-items.sql.ts';
import { toItems } from './wire.ts';

export interface ActionItemsDeps {
  database: Database;
  reader: Pick<MeetingReader, 'shown'>;
  pipeline: Pick<Pipeline, 'tellDashboard'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

interface OneItem {
  meetingId: string;
  itemId: string;
}

/** What is to be done after a meeting. All of it throws AppError `not_found` for what is not there. */
export interface ActionItemsService {
  /** In the order of the note, what was dropped among them. */
  list(tenant: Tenant, meetingId: string): Promise<WireItems>;
  get(tenant: Tenant, one: OneItem): Promise<WireItem>;
  /** @throws AppError `not_found` for a member or a profile that is not; `conflict` beyond the most of a meeting. */
  add(scope: Scope, meetingId: string, fields: NewItem, keep: KeepMade): Promise<WireItem>;
  change(scope: Scope, one: OneItem, fields: ChangeItem): Promise<WireItem>;
  /** Drops it: it is kept, so that nothing finds it anew. */
  drop(scope: Scope, one: OneItem): Promise<void>;
}

export function createActionItemsService(deps: ActionItemsDeps): ActionItemsService {
  const { database, reader, pipeline, transact, audit, recordEvent } = deps;

  const get: ActionItemsService['get'] = async (tenant, { meetingId, itemId }) => {
    const { data } = await list(tenant, meetingId);
    const found = data.find(({ id }) => id === itemId.toLowerCase());
    if (found === undefined) throw noItem();
    return found;
  };

  async function list(tenant: Tenant, meetingId: string): Promise<WireItems> {
    const details = await reader.shown(tenant, meetingId);
    if (details === null) throw meetingNotFound();
    // Those of a note from before there were rows of them are made by the first who wants to change one.
    const rows = await rowsOf(tenant, meetingId, details.meeting.action_items !== null);
    return { data: toItems(rows, details), total: rows.length };
  }

  async function rowsOf(tenant: Tenant, meeting: string, hasNote: boolean) {
    const found = await database.rows(tenant).all(listItems, { meeting });
    if (found.length > 0 || !hasNote) return found;
    return transact(async (tx) => {
      const rows = database.rows(tenant, tx);
      await holdNote(rows, meeting);
      return rows.all(listItems, { meeting });
    });
  }

  /** One change of the items of a meeting; it shows in the note from then on. */
  const change = (
    scope: Scope,
    meetingId: string,
    action: string,
    write: (rows: Rows) => Promise<string>,
    keep?: KeepMade,
  ): Promise<string> =>
    transact(async (tx) => {
      await pipeline.tellDashboard(scope, tx, meetingId);
      const rows = database.rows(scope, tx);
      if ((await holdNote(rows, meetingId)) === null) throw meetingNotFound();
      const itemId = await write(rows);
      await showItems(rows, meetingId);
      const { workspaceId } = scope;
      await recordEvent(tx, { kind: 'note.changed', workspaceId, meetingId });
      await audit.record(scope, tx, { action, subject: meetingId, details: { item: itemId } });
      await keep?.(tx, itemId);
      return itemId;
    });

  return {
    list,
    get,
    add: async (scope, meetingId, fields, keep) => {
      const by = personOf(scope);
      const insert = async (rows: Rows) => {
        const known = await rows.all(listItems, { meeting: meetingId });
        if (known.length >= mostItems) throw tooMany();
        const id = newId();
        const given = { ...nobody, ...(await assigneeOf(rows, fields)) };
        const { task, due_date: dueDate = null } = fields;
        const item = { task, dueDate, status: 'open' as const, ...given };
        await rows.run(insertItem, { id, meeting: meetingId, ...item, by });
        return id;
      };
      const itemId = await change(scope, meetingId, 'action_item.created', insert, keep);
      return get(scope, { meetingId, itemId });
    },
    change: async (scope, one, fields) => {
      await changeOne(scope, one, 'action_item.changed', fields);
      return get(scope, one);
    },
    drop: async (scope, one) => {
      await changeOne(scope, one, 'action_item.dropped', { status: 'dropped' });
    },
  };

  async function changeOne(
    scope: Scope,
    { meetingId, itemId: id }: OneItem,
    action: string,
    fields: ChangeItem,
  ): Promise<void> {
    const by = personOf(scope);
    await change(scope, meetingId, action, async (rows) => {
      const was = await rows.first(findItem, { meeting: meetingId, id });
      if (was === null) throw noItem();
      const { task = was.task, due_date: dueDate = was.dueDate, status = was.status } = fields;
      const { assignedTo, memberId, profileId } = { ...was, ...(await assigneeOf(rows, fields)) };
      const item = { task, dueDate, status, assignedTo, memberId, profileId };
      await rows.run(changeItem, { id, ...item, by });
      return was.id;
    });
  }
}

type Assignee = Pick<WrittenItem, 'assignedTo' | 'memberId' | 'profileId'>;

const nobody: Assignee = { assignedTo: null, memberId: null, profileId: null };

/** Whom it is given to; nothing where that is not said. */
async function assigneeOf(
  rows: Rows,
  {
    assigned_to,
    member_id,
    profile_id,
  }: Pick<ChangeItem, 'assigned_to' | 'member_id' | 'profile_id'>,
): Promise<Partial<Assignee>> {
  if (member_id !== undefined) {
    const member = await rows.first(findMember, { user: member_id });
    if (member === null) throw new AppError('not_found', 'Member not found');
    return { ...nobody, assignedTo: member.name, memberId: member_id };
  }
  if (profile_id !== undefined) {
    const profile = await rows.first(findProfile, { id: profile_id });
    if (profile === null) throw new AppError('not_found', 'Profile not found');
    return { ...nobody, assignedTo: profile.name, profileId: profile_id };
  }
  return assigned_to === undefined ? {} : { ...nobody, assignedTo: assigned_to };
}

const mostItems = 500;

const tooMany = (): AppError =>
  new AppError('conflict', `A meeting has at most ${mostItems} action items.`, {
    code: 'too_many_action_items',
  });

const noItem = (): AppError => new AppError('not_found', 'Action item not found');
