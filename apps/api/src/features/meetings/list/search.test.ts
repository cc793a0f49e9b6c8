import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { briefly } from '@memo/testing';
import { Transcript } from '@memo/entities/transcripts';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
  await person.add({ title: 'Q4 Sales Review', participants: ['Zoë Ünal', 'John Doe'] });
  await person.add({ title: '100% of a_b\\c' });
  const spoken = await person.add({ title: 'Standup' });
  await person.addTranscript(spoken.id, [
    'We postponed the déploiement.',
    "Don't forget the follow-up at 3.5 percent, it's Александр who asked.",
  ]);
});

afterAll(() => fixture.close());

describe('a search', () => {
  it.each([
    ['part of a title', 'ales rev', 'Q4 Sales Review'],
    ['a title in other case', 'SALES', 'Q4 Sales Review'],
    ['part of a participant', 'ohn d', 'Q4 Sales Review'],
    ['a participant with letters beyond ASCII in other case', 'ZOË ü', 'Q4 Sales Review'],
    ['a percent sign', '0%', '100% of a_b\\c'],
    ['an underscore', 'a_b', '100% of a_b\\c'],
    ['a backslash', 'b\\', '100% of a_b\\c'],
    ['a spoken word', 'postponed', 'Standup'],
    ['the beginning of a spoken word', 'postp', 'Standup'],
    ['spoken words in any order', 'forget postponed', 'Standup'],
    ['a spoken word in other case', 'АЛЕКС', 'Standup'],
    ['a spoken word with accents in other case', 'DÉPLOI', 'Standup'],
    ['a word with a hyphen', 'follow-u', 'Standup'],
    ['a word with an apostrophe', "don't", 'Standup'],
    ['a number', '3.5', 'Standup'],
    ['words with spaces around them', '  postponed  ', 'Standup'],
  ])('finds a meeting by %s: %s', async (_, search, title) => {
    expect(await person.titles({ search })).toEqual([title]);
    expect(await person.titles({ search, cursor: '' })).toEqual([title]);
  });
});

describe('a search for characters written in another form', () => {
  const forms = ['NFC', 'NFD'] as const;

  it.each(forms.flatMap((kept) => forms.map((typed) => [kept, typed] as const)))(
    'finds a meeting by its title and by a spoken word: kept as %s, typed as %s',
    async (kept, typed) => {
      const someone = await fixture.person();
      await someone.add({ title: 'Caf\u00e9 R\u00e9union'.normalize(kept) });
      const spoken = await someone.add({ title: 'Standup' });
      await someone.addTranscript(spoken.id, ['Le d\u00e9ploiement attend.'.normalize(kept)]);
      const found = async (text: string) =>
        (await someone.titles({ search: text.normalize(typed) })).map((one) => one.normalize());
      expect(await found('caf\u00e9 r')).toEqual(['Caf\u00e9 R\u00e9union']);
      expect(await found('d\u00e9ploi')).toEqual(['Standup']);
      expect(await found('caf\u00e8')).toEqual(['Caf\u00e9 R\u00e9union']);
      expect(await found('caft')).toEqual([]);
    },
  );
});

describe('a search that fits no meeting', () => {
  it.each(
    [
      ['the middle of a spoken word', 'ostponed'],
      ['one spoken word and one that was not said', 'postponed zebra'],
      ['a word of the title and one of the transcript', 'standup postponed'],
      ['a wildcard', 'Q_ Sales'],
      ['another wildcard', 'Q%Review'],
      ['the end of a title and the beginning of a name', 'review\nzoë'],
      ['operators', 'postponed & !forget | <-> (zebra:*'],
      ['quotes and backslashes', `' \\ " '' \\' :*`],
      ['an emoji', '🎉'],
      ['punctuation', '?!'],
      ['500 characters', 'zebra '.repeat(84).slice(0, 500)],
      ['500 characters of three bytes', '語'.repeat(500)],
    ].map(([what = '', search = '']) => [what, briefly(search), search] as const),
  )('finds nothing by %s: %s', async (_what, _shown, search) => {
    expect(await person.titles({ search })).toEqual([]);
  });
});

it('operators in a search are no operators', async () => {
  expect(await person.titles({ search: 'postponed | & ! ( forget' })).toEqual(['Standup']);
});

it('an empty search is none', async () => {
  expect(await person.list({ search: '  ' })).toMatchObject({ total: 3 });
});

describe('what is searched follows the meeting', () => {
  it('to a new title and new participants', async () => {
    const owner = await fixture.person();
    const { id } = await owner.add({ title: 'Before', participants: ['Ann'] });
    await owner.send('put', `/${id}`, { title: 'After', participants: ['Bob'] }).expect(200);
    for (const search of ['before', 'ann']) expect(await owner.titles({ search })).toEqual([]);
    for (const search of ['after', 'bob'])
      expect(await owner.titles({ search })).toEqual(['After']);
  });

  it('to a transcript that comes, changes and goes', async () => {
    const { manager } = fixture.dataSource;
    const owner = await fixture.person();
    const { id: meetingId } = await owner.add({ title: 'Talk' });
    expect(await owner.titles({ search: 'zugzwang' })).toEqual([]);
    await owner.addTranscript(meetingId, ['Zugzwang!']);
    expect(await owner.titles({ search: 'zugzwang' })).toEqual(['Talk']);
    await manager.delete(Transcript, { meetingId });
    expect(await owner.titles({ search: 'zugzwang' })).toEqual([]);
    await owner.addTranscript(meetingId, ['Stalemate.']);
    expect(await owner.titles({ search: 'stale' })).toEqual(['Talk']);
  });

  it('out of the list when it is deleted', async () => {
    const owner = await fixture.person();
    const { id } = await owner.add({ title: 'Short-lived' });
    await owner.send('delete', `/${id}`).expect(204);
    expect(await owner.list({ search: 'short' })).toMatchObject({ total: 0 });
  });
});

describe('a transcript the search index cannot hold', () => {
  const distinct = (count: number, word: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => word(n)).join(' ');
  /** One of some 40,000 characters of four bytes. */
  const rare = (n: number) => String.fromCodePoint(0x2_0000 + (n % 40_000));

  it.each([
    ['one of many words', distinct(120_000, (n) => `word${n}`)],
    [
      'one of many long words',
      distinct(60_000, (n) => `${rare(n)}${rare(7 * n)}-${rare(3 * n)}${rare(n + 5)}`),
    ],
    ['one without spaces', 'a_'.repeat(100_000)],
  ])('is kept when it is %s, and found by its beginning', async (_, text) => {
    const owner = await fixture.person();
    const { id } = await owner.add({ title: 'Talk' });
    await owner.addTranscript(id, ['Zugzwang!', text]);
    expect(await owner.titles({ search: 'zugzwang' })).toEqual(['Talk']);
  });
});
