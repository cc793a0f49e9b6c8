import { DomainEvent, newId, type Scope } from '@memo/entities';
import { buildAccount, createTestDatabase, type TestDatabase } from '@memo/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTransaction } from '../../test/open-transaction.ts';
import { sealAll } from '../../test/seal-all.ts';
import { sealEvents } from '../seal.ts';
import type { EventKind } from './kinds.ts';
import { recordEvent } from './record-event.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const account = () => buildAccount(database.dataSource.manager);

const event = (
  { workspaceId }: Scope,
  kind: Exclude<EventKind, 'meeting.updated' | 'meeting.failed'>,
) => ({
  kind,
  workspaceId,
  meetingId: newId(),
});

/** What a client reads that has seen everything up to a position. */
const readAfter = async ({ workspaceId }: Scope, after: number) => {
  const rows = await database.dataSource.manager.find(DomainEvent, {
    where: { workspaceId },
    order: { position: 'ASC' },
  });
  return rows
    .filter(({ position }) => position > after)
    .map(({ position, kind }) => ({ position, kind }));
};

describe('the positions of events', () => {
  it('reach a reader of both when the transaction that began first commits last', async () => {
    const scope = await account();
    const first = await openTransaction(database.dataSource);
    await recordEvent(first, event(scope, 'meeting.created'));
    const second = await openTransaction(database.dataSource);
    await recordEvent(second, event(scope, 'meeting.completed'));

    await second.commit();
    await sealAll(database.dataSource);
    const early = await readAfter(scope, 0);
    expect(early).toEqual([{ position: 1, kind: 'meeting.completed' }]);

    await first.commit();
    await sealAll(database.dataSource);
    expect(await readAfter(scope, 1)).toEqual([{ position: 2, kind: 'meeting.created' }]);
  });

  it('keep no transaction waiting: two of one workspace write their last before either commits', async () => {
    const scope = await account();
    const open = [
      await openTransaction(database.dataSource),
      await openTransaction(database.dataSource),
    ];
    for (const tx of open) await recordEvent(tx, event(scope, 'note.changed'));
    for (const tx of open) await tx.commit();
    await sealAll(database.dataSource);
    expect(await readAfter(scope, 0)).toHaveLength(2);
  });

  it('are given while a transaction of the same workspace is open, to what is committed', async () => {
    const scope = await account();
    const open = await openTransaction(database.dataSource);
    await recordEvent(open, event(scope, 'meeting.created'));
    await recordEvent(database.dataSource, event(scope, 'note.changed'));
    await sealEvents(database.dataSource, scope.workspaceId);
    expect(await readAfter(scope, 0)).toEqual([{ position: 1, kind: 'note.changed' }]);
    await open.rollback();
    await sealEvents(database.dataSource, scope.workspaceId);
    expect(await readAfter(scope, 0)).toHaveLength(1);
  });

  it('follow the order of writing, within a transaction and from one to the next', async () => {
    const scope = await account();
    await recordEvent(
      database.dataSource,
      event(scope, 'meeting.created'),
      event(scope, 'transcript.changed'),
    );
    await recordEvent(database.dataSource, event(scope, 'note.changed'));
    await recordEvent(database.dataSource, event(scope, 'meeting.deleted'));
    await sealAll(database.dataSource);
    expect(await readAfter(scope, 0)).toEqual([
      { position: 1, kind: 'meeting.created' },
      { position: 2, kind: 'transcript.changed' },
      { position: 3, kind: 'note.changed' },
      { position: 4, kind: 'meeting.deleted' },
    ]);
  });

  it('count from 1 in each workspace', async () => {
    const [one, other] = [await account(), await account()];
    for (const scope of [one, other]) {
      await recordEvent(database.dataSource, event(scope, 'meeting.created'));
    }
    await sealAll(database.dataSource);
    for (const scope of [one, other]) {
      expect(await readAfter(scope, 0)).toEqual([{ position: 1, kind: 'meeting.created' }]);
    }
  });

  it('never come up below one that was read, while fifty writers and three sealers are at work', async () => {
    const scope = await account();
    const seen: number[] = [];
    let writing = true;
    const read = async () => {
      while (writing) {
        for (const { position } of await readAfter(scope, seen.at(-1) ?? 0)) seen.push(position);
      }
    };
    const seal = async () => {
      while (writing) await sealEvents(database.dataSource, scope.workspaceId);
    };
    const write = () =>
      database.dataSource.transaction((manager) =>
        recordEvent({ manager }, event(scope, 'note.changed')),
      );
    const others = [read(), seal(), seal(), seal()];
    await Promise.all(Array.from({ length: 50 }, write)).finally(() => {
      writing = false;
    });
    await Promise.all(others);
    await sealAll(database.dataSource);
    for (const { position } of await readAfter(scope, seen.at(-1) ?? 0)) seen.push(position);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });

  it('go with their workspace when it is deleted, and keep nobody from deleting it', async () => {
    const { manager } = database.dataSource;
    const { workspaceId } = await account();
    const told = event({ workspaceId } as Scope, 'note.changed');
    await recordEvent(database.dataSource, told);
    await sealAll(database.dataSource);
    await recordEvent(database.dataSource, told);
    await manager.query('DELETE FROM workspaces WHERE id = $1', [workspaceId]);
    await sealAll(database.dataSource);
    expect(await manager.countBy(DomainEvent, { workspaceId })).toBe(0);
  });
});
