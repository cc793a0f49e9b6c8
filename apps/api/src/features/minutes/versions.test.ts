import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { diffStatements } from './diff-statements.ts';
import type { WireVersion } from './minutes.schemas.ts';
import { startMinutes, type MinutesFixture, type Person } from '../../../test/minutes-fixture.ts';

let fixture: MinutesFixture;
let robin: Person;

beforeAll(async () => {
  fixture = await startMinutes();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const pathOf = (id: string, rest = '') => `/transcription/meetings/${id}/minutes/${rest}`;

async function edited(...summaries: string[]): Promise<string> {
  const id = await robin.noted();
  for (const summary of summaries) {
    await robin.send('patch', pathOf(id), { summary }).expect(200);
  }
  return id;
}

const versionsOf = async (id: string) => {
  const answer = await robin.send('get', pathOf(id, 'versions/')).expect(200);
  return (answer.body as { versions: WireVersion[] }).versions;
};

describe('versions of minutes', () => {
  it('are listed with who wrote them, the newest first', async () => {
    const id = await edited('Two.', 'Three.');
    expect(await versionsOf(id)).toMatchObject([
      { version: 3, shown: true, author_id: robin.user.id, restored_from: null },
      { version: 2, shown: false, author_id: robin.user.id },
      { version: 1, shown: false, author_id: null },
    ]);
    const first = await robin.send('get', pathOf(id, 'versions/1')).expect(200);
    expect(first.body).toMatchObject({ summary: 'Ann sends the offer. A room is booked.' });
    await robin.send('get', pathOf(id, 'versions/4')).expect(404, { detail: 'Version not found' });
  });

  it('are compared statement by statement, with the one before or any other', async () => {
    const id = await edited('Two.', 'Three.');
    const last = await robin.send('get', pathOf(id, 'versions/3/diff')).expect(200);
    expect(last.body).toEqual({
      ...{ from: 2, to: 3 },
      summary: [
        { change: 'removed', text: 'Two.' },
        { change: 'added', text: 'Three.' },
      ],
      key_points: [{ change: 'same', text: 'Ann sends the offer.' }],
    });
    const back = await robin.send('get', pathOf(id, 'versions/1/diff?against=3')).expect(200);
    expect(back.body).toMatchObject({ from: 3, to: 1, summary: [{ text: 'Three.' }, {}, {}] });
    await robin.send('get', pathOf(id, 'versions/1/diff?against=9')).expect(404);
  });

  it('come back to the letter as a new version, and what came after them stays', async () => {
    const id = await edited('Two.', 'Three.');
    const before = await robin.send('get', pathOf(id, 'versions/1')).expect(200);
    const answer = await robin.send('post', pathOf(id, 'versions/1/restore')).expect(200);
    const { summary, summary_points, key_point_items } = before.body as Record<string, unknown>;
    const words = { summary, summary_points, key_point_items };
    expect(answer.body).toMatchObject({ ...words, version: 4, edited: false });
    expect(await versionsOf(id)).toMatchObject([
      { version: 4, shown: true, author_id: null, restored_from: 1, restored_by: robin.user.id },
      ...[{ version: 3 }, { version: 2 }, { version: 1 }],
    ]);
    const again = await robin.send('post', pathOf(id, 'versions/4/restore')).expect(409);
    expect(again.body).toEqual({ detail: 'Version 4 is what is shown already.' });
    const stale = { 'if-match': '"0"' };
    await robin.send('post', pathOf(id, 'versions/2/restore'), undefined, stale).expect(412);
  });

  it('that a machine made beside what a person wrote are proposed, and accepted by restoring them', async () => {
    const id = await edited('By hand.');
    await fixture.made(robin.scope, id, 1, { summary: 'Anew.' });
    expect(await robin.read(id)).toMatchObject({
      summary: 'By hand.',
      version: 2,
      proposed_version: 3,
    });
    await robin.send('post', pathOf(id, 'versions/3/restore')).expect(200);
    expect(await robin.read(id)).toMatchObject({
      summary: 'Anew.',
      edited: false,
      proposed_version: null,
    });
    await fixture.made(robin.scope, id, 1, { summary: 'Once more.' });
    expect(await robin.read(id)).toMatchObject({ summary: 'Once more.', proposed_version: null });
  });

  it('are brought back by those who may change meetings', async () => {
    const id = await edited('Two.');
    const workspace = robin.scope;
    const viewer = await fixture.person({ workspace, role: 'VIEWER' });
    await viewer.send('get', pathOf(id, 'versions/')).expect(200);
    await viewer.send('post', pathOf(id, 'versions/1/restore')).expect(403);
    await (await fixture.person()).send('get', pathOf(id, 'versions/')).expect(404);
  });
});

it.each([
  [[], [], ''],
  [['a', 'b', 'c'], ['a', 'c'], 'a -b c'],
  [['a', 'b'], ['b', 'a'], '-a b +a'],
  [['a'], ['b', 'a', 'a'], '+b a +a'],
])('statements %j that become %j', (before, after, expected) => {
  const signs = { same: '', added: '+', removed: '-' };
  const told = diffStatements(before, after).map(({ change, text }) => signs[change] + text);
  expect(told.join(' ')).toBe(expected);
});
