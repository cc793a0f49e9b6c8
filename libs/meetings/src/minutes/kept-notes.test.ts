import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActionItemRow, Meeting, migrate, Minutes, MinutesVersion } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { buildAccount, buildMeeting, buildTranscript, createTestDatabase } from '@memo/testing';
import type { TestDatabase, UserScope } from '@memo/testing';
import { createGenerations } from '../generations/generations.ts';
import { createMinutesStore } from './minutes.ts';

let database: TestDatabase;
let scope: UserScope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = await buildAccount(database.dataSource.manager);
});
afterAll(() => database.close());

const point = (text: string) => ({ text, segment_ids: [0], quote: 'Hello' });
const item = {
  task: 'Send it',
  assigned_to: null,
  due_date: null,
  segment_ids: [0],
  quote: 'Hello',
};

/** What the machine of any release writes. */
const write = (id: string, text: string) =>
  database.dataSource.query(
    `UPDATE meetings SET summary = $2, summary_points = $3, key_points = $3, action_items = $4 WHERE id = $1`,
    [id, text, JSON.stringify([point(text)]), JSON.stringify([item])],
  );

async function noted(text = 'First'): Promise<string> {
  const { manager } = database.dataSource;
  const { id } = await buildMeeting(manager, scope, { status: 'COMPLETED' });
  await buildTranscript(manager, scope, id, ['Hello', 'there']);
  await write(id, text);
  return id;
}

const store = () => createMinutesStore(createDatabase(database.dataSource));
const transact = <T>(run: Parameters<ReturnType<typeof createTransact>>[0]) =>
  createTransact(database.dataSource)(run) as Promise<T>;

/** As a person edits it. */
async function edit(meetingId: string, text: string): Promise<void> {
  await transact(async (tx) => {
    await store().hold(scope, tx, meetingId);
    const [first] = await store().list(scope, meetingId, tx);
    if (first === undefined) throw new Error('no minutes');
    const words = {
      summary: text,
      summaryPoints: [point(text)],
      keyPoints: [],
      unsupportedPoints: 0,
    };
    const version = { ...words, authorId: scope.userId, restoredFrom: null, restoredBy: null };
    await store().write(scope, tx, { meetingId, minutesId: first.id, number: 1 }, version);
  });
}

const shown = async (id: string) => {
  const { manager } = database.dataSource;
  const { summary } = await manager.findOneByOrFail(Meeting, { id });
  const { shownVersion, newestVersion } = await manager.findOneByOrFail(Minutes, { meetingId: id });
  return { summary, shownVersion, newestVersion };
};

const versions = async (meetingId: string) => {
  const found = await database.dataSource.manager.find(MinutesVersion, {
    where: { meetingId },
    order: { number: 'ASC' },
  });
  return found.map(({ summary, authorId }) => [summary, authorId]);
};

const letReplace = (meetingId: string) =>
  database.dataSource.manager.update(Minutes, { meetingId }, { replaceEdits: true });

describe('a note that a machine writes', () => {
  it('is the next version of the first minutes, and is what is shown', async () => {
    const id = await noted();
    await write(id, 'Second');
    expect(await versions(id)).toEqual([
      ['First', null],
      ['Second', null],
    ]);
    expect(await shown(id)).toEqual({ summary: 'Second', shownVersion: 2, newestVersion: 2 });
  });

  it('waits beside what a person wrote, word for word', async () => {
    const id = await noted();
    await edit(id, 'By hand');
    await write(id, 'Anew');
    expect(await shown(id)).toEqual({ summary: 'By hand', shownVersion: 2, newestVersion: 3 });
    expect(await versions(id)).toContainEqual(['Anew', null]);
  });

  it('takes its place where that was asked for, once', async () => {
    const id = await noted();
    await edit(id, 'By hand');
    await letReplace(id);
    await write(id, 'Anew');
    expect(await shown(id)).toMatchObject({ summary: 'Anew', shownVersion: 3 });
    await edit(id, 'By hand again');
    await write(id, 'Once more');
    expect(await shown(id)).toMatchObject({ summary: 'By hand again', shownVersion: 4 });
  });

  it('changes nothing of a meeting that is renamed or delivered meanwhile', async () => {
    const id = await noted();
    await database.dataSource.manager.update(Meeting, { id }, { title: 'Another' });
    expect(await versions(id)).toHaveLength(1);
  });
});

describe('an earlier generation that is brought back', () => {
  it('shows its note over what a person wrote since, and theirs stay theirs', async () => {
    const id = await noted();
    const { dataSource } = database;
    const generations = createGenerations(createDatabase(dataSource));
    await edit(id, 'By hand');
    // Another generation takes its place: what was shown is kept first.
    await transact((tx) => generations.bringBack(scope, tx, { meetingId: id, generation: 9 }));
    await dataSource.query(
      `INSERT INTO meeting_generations (id, workspace_id, meeting_id, generation, kept)
       SELECT gen_random_uuid(), workspace_id, id, 1, jsonb_build_object('speakers', '[]'::jsonb,
         'transcript', (SELECT to_jsonb(transcripts) FROM transcripts WHERE meeting_id = meetings.id),
         'meeting', jsonb_build_object('summary', summary, 'summary_points', summary_points, 'key_points', key_points,
           'action_items', action_items, 'needs_review', false, 'analytics_status', 'COMPLETED', 'languages', '[]'::jsonb))
       FROM meetings WHERE id = $1`,
      [id],
    );
    await letReplace(id);
    await write(id, 'Of generation 2');
    await dataSource.query('UPDATE meetings SET generation = 2 WHERE id = $1', [id]);
    await edit(id, 'By hand, later');
    const back = { meetingId: id, generation: 1 };
    expect(await transact((tx) => generations.bringBack(scope, tx, back))).toBe(true);
    expect(await shown(id)).toMatchObject({ summary: 'By hand' });
    expect((await versions(id)).at(-1)).toEqual(['By hand', scope.userId]);
    // What is a person's is not written over by the next machine.
    await write(id, 'Anew');
    expect(await shown(id)).toMatchObject({ summary: 'By hand' });
  });
});

describe('notes from before there were minutes', () => {
  it('become minutes when the tables are migrated, in batches, and read the same', async () => {
    const { dataSource } = database;
    const old: string[] = [];
    await dataSource.query('ALTER TABLE meetings DISABLE TRIGGER USER');
    for (let made = 0; made < 3; made += 1) old.push(await noted(`Old ${made}`));
    const { id: bare } = await buildMeeting(dataSource.manager, scope);
    await dataSource.query('ALTER TABLE meetings ENABLE TRIGGER USER');
    await dataSource.query(
      `UPDATE rebuilds SET done = false, after = '00000000-0000-0000-0000-000000000000' WHERE name = 'minutes'`,
    );
    const read = () => Promise.all(old.map((id) => dataSource.manager.findOneBy(Meeting, { id })));
    const before = await read();
    await migrate({ url: database.url });
    expect(await read()).toEqual(before);
    for (const [made, meetingId] of old.entries()) {
      expect(await versions(meetingId)).toEqual([[`Old ${made}`, null]]);
      expect(await dataSource.manager.findBy(ActionItemRow, { meetingId })).toHaveLength(1);
    }
    expect(await dataSource.manager.findBy(Minutes, { meetingId: bare })).toEqual([]);
  });

  it('have minutes for whoever reads them before that', async () => {
    const { dataSource } = database;
    await dataSource.query('ALTER TABLE meetings DISABLE TRIGGER USER');
    const id = await noted('Old');
    await dataSource.query('ALTER TABLE meetings ENABLE TRIGGER USER');
    expect(await store().list(scope, id)).toMatchObject([{ number: 1, status: 'COMPLETED' }]);
    expect(await versions(id)).toEqual([['Old', null]]);
  });
});

it('things to do that people added before there is a note are none', async () => {
  const { manager } = database.dataSource;
  const { id } = await buildMeeting(manager, scope, { actionItems: [item] });
  await manager.delete(MinutesVersion, { meetingId: id });
  await manager.delete(Minutes, { meetingId: id });
  expect(await store().list(scope, id)).toEqual([]);
  expect(await manager.countBy(ActionItemRow, { meetingId: id })).toBe(1);
});
