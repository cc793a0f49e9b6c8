import { AuditEvent, DomainEvent, newId, PendingEvent, type Scope } from '@memo/entities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workspacesWithEntries, workspacesWithEvents } from './seal.sql.ts';
import { sealEvents } from './seal.ts';
import { readSealerLag } from './sealer-lag.ts';
import { startJournal, type JournalFixture } from '../test/journal-fixture.ts';

let journal: JournalFixture;

beforeAll(async () => {
  journal = await startJournal();
});
afterAll(() => journal.close());

const happen = ({ workspaceId }: Scope, times = 1) =>
  journal.tell(
    ...Array.from({ length: times }, () => ({
      kind: 'note.changed' as const,
      workspaceId,
      meetingId: newId(),
    })),
  );

const positionsOf = async ({ workspaceId }: Scope) => {
  const { manager } = journal.dataSource;
  const rows = await manager.find(DomainEvent, {
    where: { workspaceId },
    order: { position: 'ASC' },
  });
  return rows.map(({ position }) => position);
};

describe('the sealer', () => {
  it('seals both logs in one run, and finds nothing in the next', async () => {
    const scope = await journal.account();
    await happen(scope);
    const entry = { action: 'note.changed', subject: null };
    await journal.transact((tx) => journal.audit.record(scope, tx, entry));
    expect(await journal.seal()).toBe(2);
    expect(await journal.seal()).toBe(0);
    const { workspaceId } = scope;
    expect(await positionsOf(scope)).toEqual([1]);
    expect(await journal.dataSource.manager.countBy(AuditEvent, { workspaceId })).toBe(1);
  });

  it('is behind by what has no place yet, for as long as the oldest of it waits', async () => {
    const scope = await journal.account();
    await journal.sealAll();
    const none = { rows: 0, oldestSeconds: null };
    expect(await readSealerLag(journal.database)).toEqual({ events: none, audit: none });
    await happen(scope, 2);
    const { workspaceId } = scope;
    await journal.dataSource.query(
      `UPDATE pending_events SET at = at - interval '90 seconds' WHERE workspace_id = $1`,
      [workspaceId],
    );
    const { events, audit } = await readSealerLag(journal.database);
    expect({ rows: events.rows, audit }).toEqual({ rows: 2, audit: none });
    expect(events.oldestSeconds).toBeGreaterThanOrEqual(90);
    await journal.sealAll();
  });

  it('gives every event one position when several seal at once', async () => {
    const scope = await journal.account();
    await happen(scope, 40);
    await Promise.all([1, 2, 3, 4].map(() => journal.seal()));
    expect(await positionsOf(scope)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });

  it('takes a bounded batch of a workspace, so that others are not kept waiting by its backlog', async () => {
    const [backlog, other] = [await journal.account(), await journal.account()];
    await happen(backlog, 501);
    await happen(other);
    expect(await journal.seal()).toBe(501);
    expect(await positionsOf(other)).toEqual([1]);
    expect(await journal.seal()).toBe(1);
    expect((await positionsOf(backlog)).at(-1)).toBe(501);
  });

  it('seals for a reader all that is there, and says when so much has piled up that it is not', async () => {
    const scope = await journal.account();
    const { workspaceId } = scope;
    const sealed = async () => (await positionsOf(scope)).length;
    await happen(scope, 1_001);
    expect(await sealEvents(journal, workspaceId)).toBe(true);
    expect(await sealed()).toBe(1_001);
    await happen(scope, 5_001);
    expect(await sealEvents(journal, workspaceId)).toBe(false);
    expect(await sealed()).toBe(6_001);
    expect(await sealEvents(journal, workspaceId)).toBe(true);
    expect(await sealed()).toBe(6_002);
    expect(await sealEvents(journal, workspaceId)).toBe(true);
  });

  it('loses and doubles nothing when a batch fails halfway, and seals the other workspaces meanwhile', async () => {
    const { manager } = journal.dataSource;
    const [stuck, other] = [await journal.account(), await journal.account()];
    const { workspaceId } = stuck;
    const inTheWay = { kind: 'note.changed', meetingId: newId(), at: new Date(), details: {} };
    await manager.insert(DomainEvent, { workspaceId, position: 2, ...inTheWay });
    await happen(stuck, 3);
    await happen(other);
    await expect(journal.seal()).rejects.toThrow('could not be sealed');
    expect(await positionsOf(other)).toEqual([1]);
    expect(await manager.countBy(PendingEvent, { workspaceId })).toBe(3);

    await manager.delete(DomainEvent, { workspaceId });
    expect(await journal.seal()).toBe(3);
    expect(await positionsOf(stuck)).toEqual([1, 2, 3]);
  });

  it('leaves a workspace whose row somebody holds for the next run, and seals the others', async () => {
    const [held, other] = [await journal.account(), await journal.account()];
    await happen(held);
    await happen(other);
    const holder = journal.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT 1 FROM workspaces WHERE id = $1 FOR UPDATE', [held.workspaceId]);
    await expect(journal.seal()).rejects.toThrow('could not be sealed');
    expect(await positionsOf(other)).toEqual([1]);
    expect(await positionsOf(held)).toEqual([]);
    await holder.rollbackTransaction();
    await holder.release();
    await journal.seal();
    expect(await positionsOf(held)).toEqual([1]);
  });

  it.each([
    ['pending_events', workspacesWithEvents],
    ['pending_audit_entries', workspacesWithEntries],
  ])(
    'reads the index of %s alone to see whether there is anything to do',
    async (table, { text }) => {
      // On a table this small the planner would rather read the table itself.
      const plan = await journal.dataSource.transaction(async (manager) => {
        await manager.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
        return manager.query<Record<string, string>[]>(`EXPLAIN ${text}`, [500]);
      });
      expect(JSON.stringify(plan)).toContain(`Index Only Scan using \\"PK_${table}\\"`);
    },
  );
});
