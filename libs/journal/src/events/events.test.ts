import { DomainEvent, EventHead, newId, type Scope } from '@memo/entities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startJournal, type JournalFixture } from '../../test/journal-fixture.ts';
import { pruneEvents } from './events.ts';

let journal: JournalFixture;

beforeAll(async () => {
  journal = await startJournal();
});
afterAll(() => journal.close());

const happen = async ({ workspaceId }: Scope) => {
  await journal.tell({ kind: 'note.changed', workspaceId, meetingId: newId() });
  await journal.sealAll();
};

const age = ({ workspaceId }: Scope, upTo: number, days: number) =>
  journal.dataSource.query(
    `UPDATE domain_events SET at = now() - $3 * interval '1 day' WHERE workspace_id = $1 AND position <= $2`,
    [workspaceId, upTo, days],
  );

const stateOf = async ({ workspaceId }: Scope) => {
  const { manager } = journal.dataSource;
  const rows = await manager.findBy(DomainEvent, { workspaceId });
  const { position, pruned } = await manager.findOneByOrFail(EventHead, { workspaceId });
  return { left: rows.map((row) => row.position).sort(), position, pruned };
};

describe('pruning events', () => {
  it('removes those of more than 30 days, and remembers up to where', async () => {
    const [scope, young] = [await journal.account(), await journal.account()];
    for (let times = 0; times < 3; times += 1) await happen(scope);
    await happen(young);
    await age(scope, 2, 31);
    await age(young, 1, 29);
    expect(await pruneEvents(journal.database)).toBe(2);
    expect(await stateOf(scope)).toEqual({ left: [3], position: 3, pruned: 2 });
    expect(await stateOf(young)).toEqual({ left: [1], position: 1, pruned: 0 });
    expect(await pruneEvents(journal.database)).toBe(0);
  });

  it('leaves no hole below what is left: of two written at once the later position decides', async () => {
    const scope = await journal.account();
    for (let times = 0; times < 3; times += 1) await happen(scope);
    await age(scope, 2, 31);
    await age(scope, 1, 29);
    await pruneEvents(journal.database);
    expect(await stateOf(scope)).toEqual({ left: [3], position: 3, pruned: 2 });
  });

  it('goes on counting where it was once all of a workspace is gone', async () => {
    const scope = await journal.account();
    for (let times = 0; times < 2; times += 1) await happen(scope);
    await age(scope, 2, 31);
    await pruneEvents(journal.database);
    await happen(scope);
    expect(await stateOf(scope)).toEqual({ left: [3], position: 3, pruned: 2 });
  });
});
