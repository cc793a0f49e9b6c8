import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import {
  buildAccount,
  buildMeeting,
  buildTranscript,
  createTestDatabase,
  waitFor,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { buildSearch, holdMeetings } from './rebuild.sql.ts';
import { rebuildSearch } from './rebuild.ts';

let database: TestDatabase;
let scope: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});
afterAll(() => database.close());

const ask = <T>(sql: string, values: unknown[] = []) => database.dataSource.query<T[]>(sql, values);

/** A meeting that was there before the tables it is found by. */
async function addOld(): Promise<string> {
  const { manager } = database.dataSource;
  const { id } = await buildMeeting(manager, scope, { title: 'Before' });
  await buildTranscript(manager, scope, id, ['Before']);
  await ask('DELETE FROM search_labels WHERE meeting_id = $1', [id]);
  await ask(`UPDATE rebuilds SET done = false, after = '00000000-0000-0000-0000-000000000000'`);
  return id;
}

async function rebuild(): Promise<number> {
  const { dataSource } = database;
  const deps = { database: createDatabase(dataSource), transact: createTransact(dataSource) };
  return rebuildSearch(deps);
}

/** Its label, and its words without the key of the workspace. */
async function foundBy(id: string): Promise<{ label: string; words: string[] | null }[]> {
  return ask(
    `SELECT label, ARRAY(SELECT substr(word, 9) FROM unnest(tsvector_to_array(words)) AS word) AS words
     FROM search_labels LEFT JOIN search_words USING (meeting_id) WHERE meeting_id = $1`,
    [id],
  );
}

const changes: [what: string, change: string, label: string, words: string[]][] = [
  [
    'a transcript',
    `UPDATE transcripts SET segments = jsonb_set(segments, '{0,text}', '"After"') WHERE meeting_id = $1`,
    'before',
    ['after'],
  ],
  ['the end of a transcript', 'DELETE FROM transcripts WHERE meeting_id = $1', 'before', []],
  ['a title', `UPDATE meetings SET title = 'After' WHERE id = $1`, 'after', ['before']],
];

describe('what is written while a meeting is built for the search', () => {
  it.each(changes)(
    'comes first, and is built in the next round: %s',
    async (_, change, label, words) => {
      const id = await addOld();
      const writer = database.dataSource.createQueryRunner();
      await writer.startTransaction();
      await writer.query(change, [id]);
      expect(await rebuild()).toBe(0);
      await writer.commitTransaction();
      await writer.release();
      expect(await rebuild()).toBe(1);
      expect(await foundBy(id)).toEqual([{ label, words }]);
    },
  );

  it.each(changes)(
    'waits until it is built, and is what is found: %s',
    async (_, change, label, words) => {
      const id = await addOld();
      const { openRows } = createDatabase(database.dataSource);
      let writing: Promise<unknown> = Promise.resolve();
      await createTransact(database.dataSource)(async (tx) => {
        expect(await openRows(tx).all(holdMeetings, { ids: [id] })).toEqual([{ id }]);
        writing = ask(change, [id]);
        await waitFor('the writer to wait', async () => {
          const waiting = await ask(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return waiting.length > 0;
        });
        await openRows(tx).run(buildSearch, { ids: [id] });
      });
      await writing;
      expect(await foundBy(id)).toEqual([{ label, words }]);
    },
  );

  it('is its end, if it is deleted', async () => {
    const id = await addOld();
    const { manager } = database.dataSource;
    await manager.update(Meeting, { id }, { deletedAt: new Date() });
    expect(await rebuild()).toBe(0);
    expect(await foundBy(id)).toEqual([]);
  });
});

it('ends with a round that finds nothing more to build', async () => {
  const ids = [];
  for (let n = 0; n < 45; n += 1) ids.push(await addOld());
  expect(await rebuild()).toBe(45);
  expect(await rebuild()).toBe(0);
  expect(await ask(`SELECT done FROM rebuilds WHERE name = 'search'`)).toEqual([{ done: true }]);
  for (const id of ids) expect(await foundBy(id)).toEqual([{ label: 'before', words: ['before'] }]);
});
