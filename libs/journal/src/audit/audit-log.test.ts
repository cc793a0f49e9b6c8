import { AuditEvent } from '@memo/entities';
import { managerOf } from '@memo/entities/connections';
import { waitFor, type UserScope } from '@memo/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startJournal, type JournalFixture } from '../../test/journal-fixture.ts';
import { insertAsBefore } from '../../test/release-before.ts';
import { auditHash, auditText, chainStart } from './audit-hash.ts';

let journal: JournalFixture;

beforeAll(async () => {
  journal = await startJournal();
});
afterAll(() => journal.close());

const change = (scope: UserScope, subject: string, outcome: () => void = () => undefined) =>
  journal.transact(async (tx) => {
    const entry = { action: 'note.changed', subject, details: { b: 1, a: null } };
    await journal.audit.record(scope, tx, entry);
    outcome();
  });

async function rowsOf({ workspaceId }: UserScope): Promise<AuditEvent[]> {
  await journal.sealAll();
  return journal.dataSource.manager.find(AuditEvent, {
    where: { workspaceId },
    order: { number: 'ASC' },
  });
}

/** Each follows the one before, in the form its version has. */
function expectChained(rows: readonly AuditEvent[]): void {
  let previous = chainStart;
  for (const row of rows) {
    const isSigned = row.hashVersion === 3;
    const due = isSigned
      ? journal.auditKeys.sign(auditText(previous, row))
      : auditHash(previous, row);
    expect(row.hash).toBe(due);
    previous = row.hash;
  }
}

describe('the audit log', () => {
  it('says who did what, to what, when and from where', async () => {
    const scope = {
      ...(await journal.account()),
      origin: { ip: '203.0.113.9', requestId: 'r1' },
    };
    await change(scope, 'n1');
    expect(await rowsOf(scope)).toEqual([
      {
        workspaceId: scope.workspaceId,
        number: 1,
        userId: scope.userId,
        actor: `user:${scope.userId}`,
        action: 'note.changed',
        subject: 'n1',
        details: { a: null, b: 1 },
        ip: '203.0.113.9',
        requestId: 'r1',
        at: expect.any(Date),
        hashVersion: 3,
        hash: expect.stringMatching(/^[\da-f]{8}:[\da-f]{64}$/),
      },
    ]);
  });

  it('chains each row to the one before, as it is read back', async () => {
    const scope = await journal.account();
    for (const subject of ['n1', 'n2', 'n3']) await change(scope, subject);
    expectChained(await rowsOf(scope));
  });

  it('numbers fifty changes at once from 1 to 50, without gaps', async () => {
    const scope = await journal.account();
    const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
    await Promise.all(numbers.map((number) => change(scope, `n${number}`)));
    const rows = await rowsOf(scope);
    expect(rows.map((row) => row.number)).toEqual(numbers);
    expect(new Set(rows.map((row) => row.subject)).size).toBe(numbers.length);
    expectChained(rows);
  });

  it('keeps no change waiting for another of the same workspace', async () => {
    const scope = await journal.account();
    const open = [await journal.openTransaction(), await journal.openTransaction()];
    // Each has written its entry before either commits: with a lock between them, the second would not return.
    for (const [at, tx] of open.entries()) {
      await journal.audit.record(scope, tx, { action: 'note.changed', subject: `n${at}` });
    }
    for (const tx of open.toReversed()) await tx.commit();
    expect((await rowsOf(scope)).map(({ subject }) => subject)).toEqual(['n0', 'n1']);
  });

  it('goes on with the chain that a release before this one is writing to', async () => {
    const scope = await journal.account();
    const before = await journal.openTransaction();
    await insertAsBefore(managerOf(before), scope, 'n1');
    await managerOf(before).query('SELECT 1 FROM workspaces WHERE id = $1 FOR NO KEY UPDATE', [
      scope.workspaceId,
    ]);
    await change(scope, 'n3');
    const sealing = rowsOf(scope);
    await waitFor('a sealer that waits for the release before', async () => {
      const [row] = await journal.dataSource.query<{ waiting: number }[]>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR NO KEY UPDATE%'`,
      );
      return row?.waiting === 1;
    });
    await insertAsBefore(managerOf(before), scope, 'n2');
    await before.commit();
    const rows = await sealing;
    expect(rows.map(({ subject, hashVersion }) => [subject, hashVersion])).toEqual([
      ['n1', 1],
      ['n2', 1],
      ['n3', 3],
    ]);
    expectChained(rows);
  });

  it('has nothing of a change that did not happen, and no gap in its place', async () => {
    const scope = await journal.account();
    await change(scope, 'n1');
    const failed = change(scope, 'n2', () => {
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await change(scope, 'n3');
    const rows = await rowsOf(scope);
    expect(rows.map(({ number, subject }) => [number, subject])).toEqual([
      [1, 'n1'],
      [2, 'n3'],
    ]);
  });

  it('keeps a chain for each workspace', async () => {
    const [one, other] = [await journal.account(), await journal.account()];
    await Promise.all([change(one, 'n1'), change(other, 'n2')]);
    for (const scope of [one, other]) {
      expect((await rowsOf(scope)).map(({ number }) => number)).toEqual([1]);
    }
  });
});
