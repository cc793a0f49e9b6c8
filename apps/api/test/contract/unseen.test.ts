import { describe, expect, it } from '@jest/globals';
import { arrayOf, integer, nullable, ownedStatement, sql, text, uuid } from '@memo/entities';
import { createTestDatabase } from '@memo/testing';
import { statementsBelow } from '@memo/testing/statements';
import { isOwned } from './rerun.ts';
import { unseenIn } from './unseen.ts';

const folders = [
  '../../src/',
  ...['meetings', 'journal', 'ledger', 'pipeline'].map((lib) => `../../../../libs/${lib}/src/`),
];

/** Tables whose rows are meetings or of one, as the database has them. */
async function tablesOfMeetings(): Promise<string[]> {
  const database = await createTestDatabase();
  const found = await database.dataSource.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'meeting_id'`,
  );
  await database.close();
  return ['meetings', ...found.map(({ name }) => name)];
}

describe('every statement over rows of a workspace', () => {
  it('that reads several meetings asks which of them its reader sees, or says why it need not', async () => {
    const tables = await tablesOfMeetings();
    const below = await Promise.all(
      folders.map((folder) => statementsBelow(new URL(folder, import.meta.url))),
    );
    const wrong = below
      .flat()
      .filter(isOwned)
      .map((statement) => ({ name: statement.name, reads: unseenIn(statement, tables) }))
      .filter(({ reads }) => reads.length > 0);
    expect(wrong).toEqual([]);
  });
});

describe('a statement over meetings', () => {
  const tables = ['meetings', 'meeting_speakers'];
  const columns = { id: uuid };
  const name = 'test.meetings';

  it('is found out when it takes all of a workspace', () => {
    const forgetful = [
      ownedStatement({
        ...{ name, columns, values: { title: text } },
        sql: ({ $, own }) =>
          sql`SELECT id FROM meetings WHERE ${own('meetings')} AND title = ${$.title}`,
      }),
      ownedStatement({
        ...{ name, columns, values: { profileId: uuid } },
        sql: ({ $, own }) => sql`SELECT speaker.id FROM meeting_speakers AS speaker
          WHERE ${own('meeting_speakers', 'speaker')} AND speaker.profile_id = ${$.profileId}`,
      }),
      ownedStatement({
        ...{ name, columns, values: { meetingId: nullable(uuid) } },
        sql: ({ $, own }) => sql`SELECT id FROM meetings
          WHERE ${own('meetings')} AND (${$.meetingId} IS NULL OR meetings.id = ${$.meetingId})`,
      }),
      ownedStatement({
        ...{ name, columns, values: { profileId: uuid } },
        sql: ({ $, own }) => sql`SELECT meetings.id FROM meetings
          JOIN speaker_profiles profile ON profile.id = ${$.profileId} AND ${own('speaker_profiles', 'profile')}
          WHERE ${own('meetings')}`,
      }),
    ];
    expect(forgetful.map((statement) => unseenIn(statement, tables))).toEqual([
      ['meetings'],
      ['meeting_speakers'],
      ['meetings'],
      ['meetings'],
    ]);
  });

  it('is not when it asks who sees them, names them, or says why it takes all', () => {
    const right = [
      ownedStatement({
        ...{ name, columns, values: { viewer: integer } },
        sql: ({ seen }) => sql`SELECT id FROM meetings WHERE ${seen()}`,
      }),
      ownedStatement({
        ...{ name, columns, values: { ids: arrayOf(uuid) } },
        sql: ({ $, own }) =>
          sql`SELECT m.id FROM meetings m WHERE ${own('meetings', 'm')} AND m.id = ANY(${$.ids})`,
      }),
      ownedStatement({
        ...{ name, columns, values: {} },
        includesPrivate: 'it counts them',
        sql: ({ own }) => sql`SELECT id FROM meetings WHERE ${own('meetings')}`,
      }),
    ];
    expect(right.flatMap((statement) => unseenIn(statement, tables))).toEqual([]);
  });
});
