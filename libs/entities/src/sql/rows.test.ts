import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildAccount, buildMeeting, createTestDatabase, type TestDatabase } from '@memo/testing';
import { Meeting } from '../meetings/meeting.ts';
import { newId } from '../new-id.ts';
import { createTransact } from '../transaction.ts';
import { jsonb, text, uuid } from './columns.ts';
import { membershipTables, ownedTables } from './owned-tables.ts';
import { createDatabase } from './rows.ts';
import { sql } from './sql.ts';
import { openStatement, ownedStatement } from './statement.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const find = ownedStatement({
  name: 'test.find',
  values: { id: uuid },
  columns: { title: text, participants: jsonb<string[]>() },
  sql: ({ $, own }) =>
    sql`SELECT title, participants FROM meetings WHERE ${own('meetings')} AND id = ${$.id}`,
});

const change = ownedStatement({
  name: 'test.change',
  values: { id: uuid, participants: jsonb<string[]>() },
  columns: {},
  sql: ({ $, own }) =>
    sql`UPDATE meetings SET participants = ${$.participants} WHERE ${own('meetings')} AND id = ${$.id}`,
});

const findTitled = ownedStatement({
  name: 'test.find_titled',
  planned: 'each_time',
  values: { title: text },
  columns: { title: text },
  sql: ({ $, own }) =>
    sql`SELECT title FROM meetings WHERE ${own('meetings')} AND title = ${$.title}`,
});

const countConnectionsPlans = openStatement({
  name: 'test.plans',
  values: {},
  columns: { name: text },
  acrossWorkspaces: '',
  sql: () => sql`SELECT name FROM pg_prepared_statements`,
});

describe('the rows of a workspace', () => {
  it('are read and changed by that workspace alone', async () => {
    const { dataSource } = database;
    const { rows } = createDatabase(dataSource);
    const [owner, stranger] = [
      await buildAccount(dataSource.manager),
      await buildAccount(dataSource.manager),
    ];
    const { id } = await buildMeeting(dataSource.manager, owner, { title: 'Ours' });

    expect(await rows(stranger).first(find, { id })).toBeNull();
    expect(await rows(stranger).run(change, { id, participants: ['Eve'] })).toBe(0);
    expect(await rows(owner).run(change, { id, participants: ['Ann'] })).toBe(1);
    expect(await rows(owner).all(find, { id })).toEqual([{ title: 'Ours', participants: ['Ann'] }]);
  });

  it('are found, changed and deleted as entities by that workspace alone', async () => {
    const { rows } = createDatabase(database.dataSource);
    const { manager } = database.dataSource;
    const [owner, stranger] = [await buildAccount(manager), await buildAccount(manager)];
    const { id } = await buildMeeting(manager, owner, { title: 'Ours' });
    const { userId } = stranger;

    expect(await rows(stranger).findOne(Meeting, { id })).toBeNull();
    expect(await rows(stranger).find(Meeting, { id })).toEqual([]);
    expect(await rows(stranger).update(Meeting, { id }, { title: 'Theirs' })).toBe(0);
    expect(await rows(stranger).delete(Meeting, { id })).toBe(0);
    const theirs = { id: newId(), userId, title: 'Theirs', workspaceId: owner.workspaceId };
    await rows(stranger).insert(Meeting, theirs);
    expect(await rows(owner).findOne(Meeting, { id: theirs.id })).toBeNull();
    expect(await rows(owner).find(Meeting, { id })).toMatchObject([{ id, title: 'Ours' }]);
    expect(await rows(owner).delete(Meeting, { id })).toBe(1);
  });

  it('are gone with a transaction that fails', async () => {
    const { dataSource } = database;
    const { rows } = createDatabase(dataSource);
    const owner = await buildAccount(dataSource.manager);
    const { id } = await buildMeeting(dataSource.manager, owner, { participants: ['Ann'] });
    const failing = createTransact(dataSource)(async (tx) => {
      await rows(owner, tx).run(change, { id, participants: [] });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await rows(owner).first(find, { id })).toMatchObject({ participants: ['Ann'] });
  });

  it('are asked for by a statement that PostgreSQL keeps prepared under its name', async () => {
    const { rows, openRows } = createDatabase(database.dataSource);
    const owner = await buildAccount(database.dataSource.manager);
    await createTransact(database.dataSource)(async (tx) => {
      await rows(owner, tx).first(find, { id: owner.workspaceId });
      const kept = await openRows(tx).all(countConnectionsPlans, {});
      expect(kept).toContainEqual({ name: find.name });
    });
  });

  it('are planned for their values each time where a statement asks for it', async () => {
    const { rows, openRows } = createDatabase(database.dataSource);
    const owner = await buildAccount(database.dataSource.manager);
    await createTransact(database.dataSource)(async (tx) => {
      await rows(owner, tx).all(findTitled, { title: 'Ours' });
      const kept = await openRows(tx).all(countConnectionsPlans, {});
      expect(kept).not.toContainEqual({ name: findTitled.name });
    });
  });
});

it('every table with a workspace_id is known as owned or as saying who belongs where', async () => {
  const found: { table_name: string }[] = await database.dataSource.query(
    `SELECT table_name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'workspace_id'`,
  );
  expect(found.map(({ table_name: name }) => name).sort()).toEqual(
    [...ownedTables, ...membershipTables].sort(),
  );
});
