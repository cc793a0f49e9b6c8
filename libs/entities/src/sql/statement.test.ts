import { describe, expect, it } from '@jest/globals';
import { nullable, text, uuid } from './columns.ts';
import { joinSql, sql, type Sql } from './sql.ts';
import { openStatement, ownedStatement } from './statement.ts';

const titled = { name: 'test.titled', values: { title: text }, columns: { id: uuid } };

describe('a statement over owned rows', () => {
  it('brings the workspace and the visibility of each table it names', () => {
    const statement = ownedStatement({
      ...titled,
      sql: ({ $, own }) => sql`SELECT speaker.id FROM meetings JOIN meeting_speakers AS speaker
        ON speaker.meeting_id = meetings.id AND ${own('meeting_speakers', 'speaker')}
        WHERE meetings.title = ${$.title} AND ${own('meetings')}`,
    });
    expect(statement.text).toContain('speaker.workspace_id = $1');
    expect(statement.text).toContain('meetings.title = $2::text');
    expect(statement.text).toContain('meetings.workspace_id = $1 AND meetings.deleted_at IS NULL');
    expect(statement.places).toEqual([null, 'title']);
  });

  it('does not compile without a tenant condition', () => {
    const forgetful = sql`SELECT id FROM meetings WHERE title = 'a'`;
    type Verdict = typeof forgetful extends Sql<true> ? 'compiles' : 'does not compile';
    const verdict: Verdict = 'does not compile';
    expect(verdict).toBe('does not compile');
    expect(forgetful.tokens).toHaveLength(1);
  });

  it.each([
    ['a join', 'JOIN recordings ON true', "own('recordings', 'recordings')"],
    ['a join under an alias', 'JOIN recordings side ON true', "own('recordings', 'side')"],
    ['a subquery', 'WHERE EXISTS (SELECT 1 FROM transcripts t)', "own('transcripts', 't')"],
    ['a list of tables', ', stage_runs AS run', "own('stage_runs', 'run')"],
  ])('is refused when it is loaded with %s that has none of its own', (_, words, missing) => {
    const load = () =>
      ownedStatement({
        ...titled,
        sql: ({ own }) => sql`SELECT 1 FROM (SELECT 1 WHERE ${own('meetings', 'm')}) ${words}`,
      });
    expect(load).toThrow(missing);
  });

  it('is refused when one of two mentions of the same table has no condition of its own', () => {
    const load = (second: (own: (table: 'meetings') => Sql<true>) => Sql | undefined) =>
      ownedStatement({
        ...titled,
        sql: ({ $, own }) => sql`SELECT id FROM meetings WHERE ${own('meetings')}
          AND EXISTS (SELECT FROM meetings WHERE title = ${$.title} ${second(own)})`,
      });
    expect(() => load(() => undefined)).toThrow("own('meetings', 'meetings') of its own");
    expect(load((own) => sql`AND ${own('meetings')}`).places).toEqual([null, 'title']);
  });

  it.each([
    'FROM "meetings"',
    'FROM public.meetings',
    'FROM public."meetings" AS m',
    'FROM (meetings)',
    'FROM (meetings CROSS JOIN users)',
    'FROM ONLY (meetings)',
    'FROM users, (meetings CROSS JOIN users AS u)',
    'JOIN public . meetings ON true',
  ])('is refused when it names a table where it could be missed: %s', (words) => {
    const load = () =>
      ownedStatement({
        ...titled,
        sql: ({ own }) => sql`SELECT 1 ${words} WHERE ${own('meetings')}`,
      });
    expect(load).toThrow('must be written plainly');
  });

  it.each(['FROM meetings', 'FROM/* all */meetings', 'FROM -- all\n meetings', 'TABLE meetings'])(
    'is refused without a condition however it is spaced: %s',
    (words) => {
      const load = () =>
        ownedStatement({
          ...titled,
          sql: ({ own }) => sql`SELECT ${own('recordings')} ${words}`,
        });
      expect(load).toThrow("own('meetings', 'meetings')");
    },
  );

  it('may say the name of a table in a text', () => {
    const statement = ownedStatement({
      ...titled,
      sql: ({ own }) => sql`SELECT 'kept from meetings' FROM recordings WHERE ${own('recordings')}`,
    });
    expect(statement.text).toContain('kept from meetings');
  });

  it('is refused when it inserts a row without its workspace', () => {
    const load = () =>
      ownedStatement({
        ...titled,
        sql: ({ own }) =>
          sql`INSERT INTO recordings (id) SELECT id FROM meetings WHERE ${own('meetings')}`,
      });
    expect(load).toThrow('needs the workspace');
  });

  it('has one name for one text, and another name for another text', () => {
    const filtered = (filter?: Sql) =>
      ownedStatement({
        ...titled,
        sql: ({ own }) =>
          sql`SELECT id FROM meetings WHERE ${joinSql([own('meetings'), filter], ' AND ')}${own('meetings')}`,
      });
    expect(filtered().name).toBe(filtered().name);
    expect(filtered(sql`needs_review`).name).not.toBe(filtered().name);
    expect(filtered(sql`needs_review`).text).toContain(' AND needs_review');
  });
});

describe('a statement over rows of no workspace', () => {
  it('is refused when it names an owned table and does not say why', () => {
    const load = (acrossWorkspaces: string) =>
      openStatement({
        name: 'test.open',
        values: {},
        columns: { id: nullable(uuid) },
        acrossWorkspaces,
        sql: () => sql`SELECT id FROM meetings`,
      });
    expect(() => load('')).toThrow("own('meetings', 'meetings')");
    expect(load('The sweeper looks at all of them.').text).toBe('SELECT id FROM meetings');
  });
});
