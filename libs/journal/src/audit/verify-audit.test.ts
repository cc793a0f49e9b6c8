import type { Scope } from '@memo/entities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startJournal, type JournalFixture } from '../../test/journal-fixture.ts';
import { insertAsBefore } from '../../test/release-before.ts';
import { verifyAudit, type AuditChain } from './verify-audit.ts';

let journal: JournalFixture;

beforeAll(async () => {
  journal = await startJournal();
});
afterAll(() => journal.close());

/** Somebody whose workspace has entries that are not sealed. */
async function buildEntries(rows: number): Promise<Scope> {
  const scope = await journal.account();
  await journal.transact(async (tx) => {
    for (let number = 1; number <= rows; number += 1) {
      await journal.audit.record(scope, tx, { action: 'note.changed', subject: `n${number}` });
    }
  });
  return scope;
}

/** Somebody whose workspace has a chain of this many rows. */
async function buildChain(rows: number): Promise<Scope> {
  const scope = await buildEntries(rows);
  await journal.sealAll();
  return scope;
}

/** The same as a release before this one made it. */
async function buildOldChain(rows: number): Promise<Scope> {
  const scope = await journal.account();
  for (let number = 1; number <= rows; number += 1) {
    await insertAsBefore(journal.dataSource.manager, scope, `n${number}`, { b: number, a: null });
  }
  return scope;
}

async function allChains(onProgress?: (rows: number) => void): Promise<AuditChain[]> {
  const chains: AuditChain[] = [];
  for await (const chain of verifyAudit(journal.database, onProgress)) chains.push(chain);
  return chains;
}

async function verify({ workspaceId }: Scope): Promise<AuditChain | undefined> {
  const chains = await allChains();
  return chains.find((chain) => chain.workspaceId === workspaceId);
}

const tamper = (sql: string, scope: Scope) => journal.dataSource.query(sql, [scope.workspaceId]);

describe('verifying the audit log', () => {
  it('finds whole chains whole, over more rows than are read at once', async () => {
    const scopes = [await buildChain(1_200), await buildChain(3), await buildChain(900)];
    const seen: number[] = [];
    const chains = await allChains((rows) => seen.push(rows));
    for (const [at, rows] of [1_200, 3, 900].entries()) {
      expect(chains.find(({ workspaceId }) => workspaceId === scopes[at]?.workspaceId)).toEqual({
        workspaceId: scopes[at]?.workspaceId,
        rows,
        head: { number: rows, hash: expect.any(String) },
        broken: null,
        unsealed: null,
      });
    }
    expect(seen.length).toBeGreaterThan(0);
  });

  it.each([
    [`action = 'note.read'`],
    [`subject = NULL`],
    [`details = '{"fields": 1}'`],
    [`details = 'null'`],
    [`user_id = user_id + 1`],
    [`user_id = NULL`],
    [`actor = 'system'`],
    [`actor = NULL`],
    [`hash_version = 1`],
    [`hash_version = 3`],
    [`at = at + interval '1 ms'`],
    [`ip = '203.0.113.9'`],
    [`hash = repeat('0', 64)`],
  ])('shows a row that was changed: %s', async (assignment) => {
    const scope = await buildChain(3);
    await tamper(
      `UPDATE audit_events SET ${assignment} WHERE workspace_id = $1 AND number = 2`,
      scope,
    );
    expect(await verify(scope)).toMatchObject({
      rows: 3,
      broken: { number: 2, reason: 'changed' },
    });
  });

  it('finds a chain whole that began in the old form and goes on in the new one', async () => {
    const scope = await buildOldChain(2);
    await journal.transact((tx) =>
      journal.audit.record(scope, tx, { action: 'note.changed', subject: 'n3' }),
    );
    await journal.sealAll();
    expect(await verify(scope)).toMatchObject({ rows: 3, head: { number: 3 }, broken: null });
  });

  it.each([[`user_id = user_id + 1`], [`actor = 'user:7'`], [`hash_version = 2`]])(
    'shows a row of the old form that was changed: %s',
    async (assignment) => {
      const scope = await buildOldChain(2);
      await tamper(
        `UPDATE audit_events SET ${assignment} WHERE workspace_id = $1 AND number = 1`,
        scope,
      );
      expect(await verify(scope)).toMatchObject({ broken: { number: 1, reason: 'changed' } });
    },
  );

  it('says of entries that are not sealed how many they are and since when, and when that is too long', async () => {
    const scope = await buildChain(2);
    await journal.transact(async (tx) => {
      for (const subject of ['n3', 'n4']) {
        await journal.audit.record(scope, tx, { action: 'note.changed', subject });
      }
    });
    const fresh = { rows: 2, since: expect.any(Date), overdue: false };
    expect(await verify(scope)).toMatchObject({ rows: 2, broken: null, unsealed: fresh });
    await tamper(
      `UPDATE pending_audit_entries SET at = at - interval '6 minutes' WHERE workspace_id = $1`,
      scope,
    );
    expect(await verify(scope)).toMatchObject({ unsealed: { rows: 2, overdue: true } });
  });

  it('lists a workspace of which nothing is sealed yet', async () => {
    const scope = await buildEntries(1);
    expect(await verify(scope)).toEqual({
      workspaceId: scope.workspaceId,
      rows: 0,
      head: { number: 0, hash: '0'.repeat(64) },
      broken: null,
      unsealed: { rows: 1, since: expect.any(Date), overdue: false },
    });
  });

  it.each([1, 2])('shows that row %d is missing', async (number) => {
    const scope = await buildChain(3);
    await tamper(`DELETE FROM audit_events WHERE workspace_id = $1 AND number = ${number}`, scope);
    expect(await verify(scope)).toMatchObject({ rows: 2, broken: { number, reason: 'missing' } });
  });

  it('shows a row taken out with the rest moved up', async () => {
    const scope = await buildChain(3);
    await tamper('DELETE FROM audit_events WHERE workspace_id = $1 AND number = 2', scope);
    await tamper(
      'UPDATE audit_events SET number = 2 WHERE workspace_id = $1 AND number = 3',
      scope,
    );
    expect(await verify(scope)).toMatchObject({ broken: { number: 2, reason: 'changed' } });
  });

  it('shows a row that comes from another chain', async () => {
    const [scope, other] = [await buildChain(2), await buildChain(3)];
    await tamper(
      `UPDATE audit_events SET workspace_id = '${scope.workspaceId}' WHERE workspace_id = $1 AND number = 3`,
      other,
    );
    expect(await verify(scope)).toMatchObject({ broken: { number: 3, reason: 'changed' } });
  });

  it('tells a cut tail by its head alone', async () => {
    const scope = await buildChain(3);
    const before = await verify(scope);
    await tamper('DELETE FROM audit_events WHERE workspace_id = $1 AND number = 3', scope);
    const after = await verify(scope);
    expect(before?.head.number).toBe(3);
    expect(after).toMatchObject({ head: { number: 2 }, broken: null });
  });
});
