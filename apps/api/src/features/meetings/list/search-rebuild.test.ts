import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { rebuildSearch } from '@memo/meetings';
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

beforeAll(async () => {
  database = await createTestDatabase();
  list = createListRepository((read) => read(createDatabase(database.dataSource)), createTotals());
});
beforeEach(async () => {
  scope = await buildAccount(database.dataSource.manager);
});
afterAll(() => database.close());

/** A meeting as the release before left it. */
async function addOld(title: string, spoken: string): Promise<string> {
  const { dataSource } = database;
  const { id } = await buildMeeting(dataSource.manager, scope, { title, participants: ['Zoë'] });
  await buildTranscript(dataSource.manager, scope, id, [spoken]);
  await dataSource.query('DELETE FROM search_labels WHERE meeting_id = $1', [id]);
  await dataSource.query(
    `UPDATE rebuilds SET done = false, after = '00000000-0000-0000-0000-000000000000'`,
  );
  return id;
}

const rebuild = () =>
  rebuildSearch({
    database: createDatabase(database.dataSource),
    transact: createTransact(database.dataSource),
  });

async function found(search: string): Promise<string[]> {
  const { rows, total } = await list.page(
    scope,
    { view: 'full', search },
    { limit: 20, offset: 0 },
  );
  expect(total).toBe(rows.length);
  return rows.map(({ title }) => title);
}

describe('a meeting that is not built for the search yet', () => {
  it('is found by the old rule, once, and by the new one when it is built', async () => {
    const title = '100% Café'.normalize('NFD');
    await addOld(title, 'Le déploiement attend, zoë.');
    for (const search of ['0% caf', 'CAFÉ', 'zoë', 'déploi', 'attend le', 'zoë'.normalize('NFD')]) {
      expect(await found(search)).toEqual([title]);
    }
    for (const search of ['cafe r', '100_', 'deploi']) expect(await found(search)).toEqual([]);
    expect(await rebuild()).toBe(1);
    for (const search of ['0% cafe', 'zoë', 'zoe', 'deploi', 'déploi']) {
      expect(await found(search)).toEqual([title]);
    }
  });

  it('is found by a new title and new words, before and after', async () => {
    const { manager } = database.dataSource;
    const id = await addOld('Before', 'Nothing.');
    await manager.update('meetings', { id }, { title: 'After' });
    await manager.delete('transcripts', { meetingId: id });
    await buildTranscript(manager, scope, id, ['Something.']);
    for (const build of [() => Promise.resolve(0), rebuild]) {
      await build();
      for (const search of ['before', 'nothing']) expect(await found(search)).toEqual([]);
      for (const search of ['after', 'some']) expect(await found(search)).toEqual(['After']);
    }
  });

  it('is not found once it is deleted, and is not built', async () => {
    const id = await addOld('Gone', 'Nothing.');
    await database.dataSource.manager.update('meetings', { id }, { deletedAt: new Date() });
    expect(await found('gone')).toEqual([]);
    expect(await rebuild()).toBe(0);
    expect(await found('gone')).toEqual([]);
  });

  it('is not looked for any more when all are built', async () => {
    await addOld('Forgotten', 'Nothing.');
    await database.dataSource.query('UPDATE rebuilds SET done = true');
    expect(await found('forgotten')).toEqual([]);
  });

  it('is of its workspace alone', async () => {
    await addOld('Secret', 'Whisper');
    scope = await buildAccount(database.dataSource.manager);
    for (const search of ['secret', 'whisper']) expect(await found(search)).toEqual([]);
  });
});
