import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditEvent } from '@memo/entities';
import { startJournal, type JournalFixture } from '../../test/journal-fixture.ts';
import { createChains, type Chains } from '../../test/chains.ts';
import { insertAsBefore } from '../../test/release-before.ts';
import { sealJournal } from '../seal.ts';
import { createAuditKeys } from './audit-keys.ts';
import { sumProblem } from './sum-problem.ts';

let journal: JournalFixture;
let chains: Chains;

beforeAll(async () => {
  journal = await startJournal();
  chains = createChains(journal);
});
afterAll(() => journal.close());

describe('verifying the audit log', () => {
  it('finds whole chains whole, over more rows than are read at once', async () => {
    const scopes = [
      await chains.buildChain(1_200),
      await chains.buildChain(3),
      await chains.buildChain(900),
    ];
    const seen: number[] = [];
    const found = await chains.verifyAll({ onProgress: (rows) => seen.push(rows) });
    for (const [at, rows] of [1_200, 3, 900].entries()) {
      expect(found.find(({ workspaceId }) => workspaceId === scopes[at]?.workspaceId)).toEqual({
        workspaceId: scopes[at]?.workspaceId,
        rows,
        head: { number: rows, hash: expect.any(String) },
        unchecked: 0,
        isEndUnchecked: false,
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
    [`hash_version = 4`],
    [`at = at + interval '1 ms'`],
    [`ip = '203.0.113.9'`],
    [`hash = repeat('0', 64)`],
  ])('shows a row that was changed: %s', async (assignment) => {
    const scope = await chains.buildChain(3);
    await chains.tamper(
      `UPDATE audit_events SET ${assignment} WHERE workspace_id = $1 AND number = 2`,
      scope,
    );
    expect(await chains.verify(scope)).toMatchObject({
      rows: 3,
      broken: { number: 2, reason: expect.stringMatching(/^(changed|unsigned)$/) },
    });
  });

  it('finds a chain whole that began in the old form and goes on in the new one', async () => {
    const scope = await chains.buildOldChain(2);
    await journal.transact((tx) =>
      journal.audit.record(scope, tx, { action: 'note.changed', subject: 'n3' }),
    );
    await journal.sealAll();
    expect(await chains.verify(scope)).toMatchObject({
      rows: 3,
      head: { number: 3 },
      broken: null,
    });
  });

  it.each([[`user_id = user_id + 1`], [`actor = 'user:7'`], [`hash_version = 2`]])(
    'shows a row of the old form that was changed: %s',
    async (assignment) => {
      const scope = await chains.buildOldChain(2);
      await chains.tamper(
        `UPDATE audit_events SET ${assignment} WHERE workspace_id = $1 AND number = 1`,
        scope,
      );
      expect(await chains.verify(scope)).toMatchObject({
        broken: { number: 1, reason: 'changed' },
      });
    },
  );

  it('says of entries that are not sealed how many they are and since when, and when that is too long', async () => {
    const scope = await chains.buildChain(2);
    await journal.transact(async (tx) => {
      for (const subject of ['n3', 'n4']) {
        await journal.audit.record(scope, tx, { action: 'note.changed', subject });
      }
    });
    const fresh = { rows: 2, since: expect.any(Date), overdue: false };
    expect(await chains.verify(scope)).toMatchObject({ rows: 2, broken: null, unsealed: fresh });
    await chains.tamper(
      `UPDATE pending_audit_entries SET at = at - interval '6 minutes' WHERE workspace_id = $1`,
      scope,
    );
    expect(await chains.verify(scope)).toMatchObject({ unsealed: { rows: 2, overdue: true } });
  });

  it('lists a workspace of which nothing is sealed yet', async () => {
    const scope = await chains.buildEntries(1);
    expect(await chains.verify(scope)).toEqual({
      workspaceId: scope.workspaceId,
      rows: 0,
      head: { number: 0, hash: '0'.repeat(64) },
      unchecked: 0,
      isEndUnchecked: false,
      broken: null,
      unsealed: { rows: 1, since: expect.any(Date), overdue: false },
    });
  });

  it.each([1, 2])('shows that row %d is missing', async (number) => {
    const scope = await chains.buildChain(3);
    await chains.tamper(
      `DELETE FROM audit_events WHERE workspace_id = $1 AND number = ${number}`,
      scope,
    );
    expect(await chains.verify(scope)).toMatchObject({
      rows: 2,
      broken: { number, reason: 'missing' },
    });
  });

  it('shows a row taken out with the rest moved up', async () => {
    const scope = await chains.buildChain(3);
    await chains.tamper('DELETE FROM audit_events WHERE workspace_id = $1 AND number = 2', scope);
    await chains.tamper(
      'UPDATE audit_events SET number = 2 WHERE workspace_id = $1 AND number = 3',
      scope,
    );
    expect(await chains.verify(scope)).toMatchObject({ broken: { number: 2, reason: 'changed' } });
  });

  it('shows a row that comes from another chain', async () => {
    const [scope, other] = [await chains.buildChain(2), await chains.buildChain(3)];
    await chains.tamper(
      `UPDATE audit_events SET workspace_id = '${scope.workspaceId}' WHERE workspace_id = $1 AND number = 3`,
      other,
    );
    expect(await chains.verify(scope)).toMatchObject({ broken: { number: 3, reason: 'changed' } });
  });

  it('tells a cut tail of a chain that is not signed by a head that was kept alone', async () => {
    const scope = await chains.buildOldChain(3);
    const before = await chains.verify(scope);
    await chains.tamper('DELETE FROM audit_events WHERE workspace_id = $1 AND number = 3', scope);
    expect(await chains.verify(scope)).toMatchObject({ head: { number: 2 }, broken: null });
    const kept = new Map([[scope.workspaceId, before?.head ?? { number: 0, hash: '' }]]);
    expect(await chains.verify(scope, { kept })).toMatchObject({
      broken: { number: 3, reason: 'cut' },
    });
  });
});

describe('a signed chain', () => {
  it('goes on from one that was hashed, and both parts verify', async () => {
    const scope = await chains.buildOldChain(2);
    await chains.addEntry(scope);
    expect(await chains.verify(scope)).toMatchObject({ rows: 3, unchecked: 0, broken: null });
    const rows = await journal.dataSource.query<{ hash_version: number }[]>(
      'SELECT hash_version FROM audit_events WHERE workspace_id = $1 ORDER BY number',
      [scope.workspaceId],
    );
    expect(rows.map(({ hash_version }) => hash_version)).toEqual([1, 1, 3]);
  });

  it('shows that its end was cut off, and goes on behind the gap', async () => {
    const scope = await chains.buildChain(3);
    await chains.tamper('DELETE FROM audit_events WHERE workspace_id = $1 AND number = 3', scope);
    expect(await chains.verify(scope)).toMatchObject({ broken: { number: 3, reason: 'cut' } });
    await chains.addEntry(scope);
    expect(await chains.verify(scope)).toMatchObject({
      head: { number: 4 },
      broken: { number: 3, reason: 'missing' },
    });
  });

  it('shows that it was written anew by somebody with its code, and without its key', async () => {
    const scope = await chains.buildChain(3);
    const forger = createAuditKeys(['not the key of this audit log, though long enough']);
    await journal.dataSource.query('DELETE FROM audit_heads WHERE workspace_id = $1', [
      scope.workspaceId,
    ]);
    await chains.tamper('DELETE FROM audit_events WHERE workspace_id = $1', scope);
    await journal.transact((tx) =>
      journal.audit.record(scope, tx, { action: 'nothing.happened', subject: null }),
    );
    const sealed = sealJournal({ ...journal, auditKeys: forger });
    // It cannot even count what it made: the sum is signed.
    await expect(sealed).rejects.toThrow(AggregateError);
    await sealJournal(journal);
    expect(await chains.verify(scope)).toMatchObject({
      head: { number: 1, hash: /^[0-9a-f]{64}$/ },
    });
    expect(await sumProblem(journal.database, journal.auditKeys)).toEqual({
      isBroken: true,
      sentence: expect.stringMatching(/a chain was removed or cut/),
    });
  });

  it.each([
    [`hash_version = 2`, 'unsigned'],
    [`subject = 'another'`, 'changed'],
  ])('shows a row that was changed: %s', async (change, reason) => {
    const scope = await chains.buildChain(3);
    await chains.tamper(
      `UPDATE audit_events SET ${change} WHERE workspace_id = $1 AND number = 2`,
      scope,
    );
    expect(await chains.verify(scope)).toMatchObject({ broken: { number: 2, reason } });
  });

  it('has no row without a signature behind one that has one: what release 0.2.0 writes waits, and is signed', async () => {
    const scope = await chains.buildChain(1);
    await insertAsBefore(journal.dataSource.manager, scope, 'n2');
    await insertAsBefore(journal.dataSource.manager, scope, 'n3');
    expect(await chains.verify(scope)).toMatchObject({ rows: 1, broken: null });
    await journal.sealAll();
    expect(await chains.verify(scope)).toMatchObject({ rows: 3, broken: null });
    const { workspaceId, userId } = scope;
    const rows = await journal.dataSource.manager.find(AuditEvent, {
      where: { workspaceId },
      order: { number: 'ASC' },
    });
    expect(rows.slice(1)).toMatchObject([
      { subject: 'n2', userId, actor: `user:${userId}`, hashVersion: 3 },
      { subject: 'n3', userId, actor: `user:${userId}`, hashVersion: 3 },
    ]);
  });

  it('is not signed anew where its end was changed', async () => {
    const scope = await chains.buildChain(2);
    await chains.tamper('DELETE FROM audit_events WHERE workspace_id = $1 AND number = 2', scope);
    await chains.tamper('UPDATE audit_heads SET number = 1 WHERE workspace_id = $1', scope);
    await journal.transact((tx) =>
      journal.audit.record(scope, tx, { action: 'note.changed', subject: 'n3' }),
    );
    await expect(journal.seal()).rejects.toThrow(AggregateError);
    expect(await chains.verify(scope)).toMatchObject({
      broken: expect.anything(),
      unsealed: { rows: 1 },
    });
    await chains.tamper('DELETE FROM pending_audit_entries WHERE workspace_id = $1', scope);
  });
});
