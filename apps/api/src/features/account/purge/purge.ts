import type { AuditDetails, Database, Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import { accountPurged, ownerSucceeded } from '../audit-entries.ts';
import {
  appointOwners,
  beginPurge,
  blankPerson,
  deleteWorkspaces,
  emptyTables,
  endPurge,
  forgetPerson,
  hasMeetings,
  listDue,
  listLeft,
  markMeetings,
} from './purge.sql.ts';

export interface AccountPurgeDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
}

interface Due {
  userId: number;
  homeId: string;
  workspaces: string[];
}

/** Of one turn. Each of them goes on where the turn before stopped. */
const accountsAtOnce = 20;
const rowsAtOnce = 5_000;

/**
 * Removes for good what people who had their accounts deleted have left: their workspaces with all that is in them, what
 * lets them in, and what tells who they were. It goes step by step, each a transaction that can be repeated, so that a
 * process that is killed at any point leaves nothing that the next one does not find. The last step proves that nothing
 * is left, or takes itself back. Audit rows stay: they have numbers, and no names.
 * @returns how many accounts it worked on.
 * @throws AggregateError of what failed, at the end.
 */
export async function purgeAccounts(deps: AccountPurgeDeps): Promise<number> {
  const due = await deps.database.openRows().all(listDue, { limit: accountsAtOnce });
  const failures: unknown[] = [];
  for (const { begunAt, ...account } of due) {
    try {
      const workspaces = begunAt === null ? await begin(deps, account) : account.workspaces;
      if (workspaces !== null) await goOn(deps, { ...account, workspaces });
    } catch (error) {
      const text = `The account of user ${account.userId} is kept for the next sweep`;
      failures.push(new Error(text, { cause: error }));
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'Some deleted accounts could not be removed for good');
  }
  return due.length;
}

/** @returns the workspaces that go; null for somebody who came back in the meantime. */
async function begin({ database }: AccountPurgeDeps, { userId }: Due): Promise<string[] | null> {
  const begun = await database.openRows().first(beginPurge, { userId });
  return begun?.workspaces ?? null;
}

async function goOn(deps: AccountPurgeDeps, due: Due): Promise<void> {
  const rows = deps.database.openRows();
  const { userId, workspaces } = due;
  await rows.first(markMeetings, { userId, workspaces, limit: rowsAtOnce });
  // Their objects go first, then they, by the purge of meetings. This one comes again.
  if ((await rows.first(hasMeetings, { userId, workspaces }))?.has !== false) return;
  let isMore = false;
  for (const statement of emptyTables) {
    const gone = await rows.first(statement, { userId, workspaces, limit: rowsAtOnce });
    isMore ||= gone?.rows === rowsAtOnce;
  }
  if (!isMore) await finish(deps, due);
}

function finish({ database, transact, audit }: AccountPurgeDeps, due: Due): Promise<void> {
  const { userId, homeId, workspaces } = due;
  return transact(async (tx) => {
    const rows = database.openRows(tx);
    const ended = await rows.first(endPurge, { userId });
    // Another process was here.
    if (ended === null) return;
    for (const { workspaceId, successor } of await rows.all(appointOwners, { userId })) {
      await audit.record(bySweeper(workspaceId), tx, ownerSucceeded(successor, userId));
    }
    const counted: AuditDetails = { ...ended.counted, workspaces: workspaces.length };
    for (const { table, statement } of forgetPerson) {
      const before = Number(counted[table] ?? 0);
      counted[table] = before + (await rows.run(statement, { userId, workspaces }));
    }
    await rows.run(deleteWorkspaces, { workspaces });
    const left = await rows.all(listLeft, { userId, workspaces });
    if (left.length > 0) {
      const names = left.map(({ name }) => name).join(', ');
      throw new AppError('internal', `The purge left something in: ${names}.`);
    }
    await rows.run(blankPerson, { userId });
    await audit.record(bySweeper(homeId), tx, accountPurged(userId, counted));
  });
}

const bySweeper = (workspaceId: string): Scope => ({
  workspaceId,
  actor: { kind: 'system', name: 'sweeper' },
  role: null,
  isOperator: false,
  origin: null,
});
