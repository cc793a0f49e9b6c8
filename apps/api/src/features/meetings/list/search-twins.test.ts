import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import {
  buildAccount,
  buildMeeting,
  buildTranscript,
  createTestDatabase,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { createListRepository, type ListRepository } from './list.repository.ts';
import { createTotals } from './totals.ts';

let database: TestDatabase;
let list: ListRepository;
let scope: UserScope;
let twin: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  const { manager } = database.dataSource;
  list = createListRepository((read) => read(createDatabase(database.dataSource)), createTotals());
  scope = await buildAccount(manager);
  // Entries of an index that all share begin with the last eight digits.
  const workspaceId = newId().slice(0, -8) + scope.workspaceId.slice(-8);
  await manager.insert('workspaces', { id: workspaceId, name: 'Twin', kind: 'personal' });
  twin = { ...scope, workspaceId };
  for (const [owner, title] of [[scope, 'One'] as const, [twin, 'Two'] as const]) {
    const { id } = await buildMeeting(manager, owner, { title: `${title} Zugzwang` });
    await buildTranscript(manager, owner, id, ['Stalemate!']);
  }
});
afterAll(() => database.close());

describe('workspaces whose entries in the index look the same', () => {
  it.each(['zugzw', 'zu', 'stale'])('find what is theirs, each alone: %s', async (search) => {
    const found = async (owner: UserScope) => {
      const place = { limit: 20, offset: 0 };
      const { rows, total } = await list.page(owner, { view: 'full', search }, place);
      const hits = await list.hits(
        owner,
        { search },
        rows.map(({ id }) => id),
      );
      return { titles: rows.map(({ title }) => title), total, hits: hits.size };
    };
    expect(await found(scope)).toEqual({ titles: ['One Zugzwang'], total: 1, hits: 1 });
    expect(await found(twin)).toEqual({ titles: ['Two Zugzwang'], total: 1, hits: 1 });
  });
});
