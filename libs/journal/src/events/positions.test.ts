import { DomainEvent, newId, type Scope } from '@memo/entities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startJournal, type JournalFixture } from '../../test/journal-fixture.ts';
import { sealEvents } from '../seal.ts';
import type { EventKind } from './kinds.ts';

let journal: JournalFixture;

beforeAll(async () => {
  journal = await startJournal();
});
afterAll(() => journal.close());

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
  const rows = await journal.dataSource.manager.find(DomainEvent, {
    where: { workspaceId },
    order: { position: 'ASC' },
  });
  return rows
    .filter(({ position }) => position > after)
    .map(({ position, kind }) => ({ position, kind }));
};

describe('the positions of events', () => {
  it('reach a reader of both when the transaction that began first commits last', async () => {
    const scope = await journal.account();
    const first = await journal.openTransaction();
    await journal.recordEvent(first, event(scope, 'meeting.created'));
    const second = await journal.openTransaction();
    await journal.recordEvent(second, event(scope, 'meeting.completed'));

    await second.commit();
    await journal.sealAll();
    const early = await readAfter(scope, 0);
    expect(early).toEqual([{ position: 1, kind: 'meeting.completed' }]);

    await first.commit();
    await journal.sealAll();
    expect(await readAfter(scope, 1)).toEqual([{ position: 2, kind: 'meeting.created' }]);
  });

  it('keep no transaction waiting: two of one workspace write their last before either commits', async () => {
    const scope = await journal.account();
    const open = [await journal.openTransaction(), await journal.openTransaction()];
    for (const tx of open) await journal.recordEvent(tx, event(scope, 'note.changed'));
    for (const tx of open) await tx.commit();
    await journal.sealAll();
    expect(await readAfter(scope, 0)).toHaveLength(2);
  });

  it('are given while a transaction of the same workspace is open, to what is committed', async () => {
    const scope = await journal.account();
    const open = await journal.openTransaction();
    await journal.recordEvent(open, event(scope, 'meeting.created'));
    await journal.tell(event(scope, 'note.changed'));
    await sealEvents(journal, scope.workspaceId);
    expect(await readAfter(scope, 0)).toEqual([{ position: 1, kind: 'note.changed' }]);
    await open.rollback();
    await sealEvents(journal, scope.workspaceId);
    expect(await readAfter(scope, 0)).toHaveLength(1);
  });

  it('follow the order of writing, within a transaction and from one to the next', async () => {
    const scope = await journal.account();
    await journal.tell(event(scope, 'meeting.created'), event(scope, 'transcript.changed'));
    await journal.tell(event(scope, 'note.changed'));
    await journal.tell(event(scope, 'meeting.deleted'));
    await journal.sealAll();
    expect(await readAfter(scope, 0)).toEqual([
      { position: 1, kind: 'meeting.created' },
      { position: 2, kind: 'transcript.changed' },
      { position: 3, kind: 'note.changed' },
      { position: 4, kind: 'meeting.deleted' },
    ]);
  });

  it('count from 1 in each workspace', async () => {
    const [one, other] = [await journal.account(), await journal.account()];
    for (const scope of [one, other]) {
      await journal.tell(event(scope, 'meeting.created'));
    }
    await journal.sealAll();
    for (const scope of [one, other]) {
      expect(await readAfter(scope, 0)).toEqual([{ position: 1, kind: 'meeting.created' }]);
    }
  });

  it('never come up below one that was read, while fifty writers and three sealers are at work', async () => {
    const scope = await journal.account();
    const seen: number[] = [];
    let writing = true;
    const read = async () => {
      while (writing) {
        for (const { position } of await readAfter(scope, seen.at(-1) ?? 0)) seen.push(position);
      }
    };
    const seal = async () => {
      while (writing) await sealEvents(journal, scope.workspaceId);
    };
    const write = () => journal.tell(event(scope, 'note.changed'));
    const others = [read(), seal(), seal(), seal()];
    await Promise.all(Array.from({ length: 50 }, write)).finally(() => {
      writing = false;
    });
    await Promise.all(others);
    await journal.sealAll();
    for (const { position } of await readAfter(scope, seen.at(-1) ?? 0)) seen.push(position);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });

  it('go with their workspace when it is deleted, and keep nobody from deleting it', async () => {
    const { manager } = journal.dataSource;
    const { workspaceId } = await journal.account();
    const told = event({ workspaceId } as Scope, 'note.changed');
    await journal.tell(told);
    await journal.sealAll();
    await journal.tell(told);
    await manager.query('DELETE FROM workspaces WHERE id = $1', [workspaceId]);
    await journal.sealAll();
    expect(await manager.countBy(DomainEvent, { workspaceId })).toBe(0);
  });
});
