import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;

beforeAll(async () => {
  fixture = await startMeetings();
});
afterAll(() => fixture.close());

const filler = (word: string, times: number) => Array.from({ length: times }, () => word).join(' ');

async function hits(person: Person, search: string, more: Record<string, string | number> = {}) {
  const { data } = await person.list({ search, ...more });
  return data.map(({ search_hit: hit }) => hit);
}

async function withTranscript(texts: string[]): Promise<Person> {
  const person = await fixture.person();
  const { id } = await person.add({ title: 'Weekly', participants: ['Zoë Ünal', 'John Doe'] });
  await person.addTranscript(id, texts);
  return person;
}

describe('a search says where it found a meeting', () => {
  it('in its title, whatever else holds it', async () => {
    const person = await withTranscript(['The weekly of John.']);
    const title = { field: 'title', text: 'Weekly', start_ms: null, segment_id: null };
    expect(await hits(person, 'eekl')).toEqual([title]);
    expect(await hits(person, 'eekl', { cursor: '' })).toEqual([title]);
  });

  it('in a participant', async () => {
    const person = await withTranscript(['It was John.']);
    const hit = { field: 'participant', text: 'John Doe', start_ms: null, segment_id: null };
    expect(await hits(person, 'john d')).toEqual([hit]);
    expect(await hits(person, 'unal')).toEqual([{ ...hit, text: 'Zoë Ünal' }]);
  });

  it('in the first segment that says a word that begins so, and when', async () => {
    const person = await withTranscript([
      'Start of art.',
      'A chart.',
      'Le Déploiement.',
      'Deploy.',
    ]);
    const hit = { field: 'transcript', start_ms: 2_000, segment_id: 2 };
    expect(await hits(person, 'deploi')).toEqual([{ ...hit, text: 'Le Déploiement.' }]);
    expect(await hits(person, 'art')).toEqual([
      { field: 'transcript', text: 'Start of art.', start_ms: 0, segment_id: 0 },
    ]);
    expect(await hits(person, 'char start')).toEqual([
      { field: 'transcript', text: 'Start of art.', start_ms: 0, segment_id: 0 },
    ]);
  });

  it('nowhere without one', async () => {
    const person = await withTranscript(['Hello.']);
    const { data } = await person.list();
    expect(data).toEqual([expect.objectContaining({ search_hit: null })]);
  });
});

describe('of a long text', () => {
  it.each([
    ['its beginning', `zugzwang ${filler('word', 100)}`, /^zugzwang word .*word…$/],
    [
      'its middle',
      `${filler('word', 99)} zugzwang ${filler('word', 99)}`,
      /^…word .*zugzwang.*d…$/,
    ],
    ['its end', `${filler('word', 100)} zugzwang`, /^…word .*zugzwang$/],
    ['a word that holds it too', `${filler('prozugzwang', 40)} zugzwang`, /^….* zugzwang$/],
    ['a language without spaces', `${'你好'.repeat(150)}，zugzwang`, /^…?.*zugzwang$/],
    [
      'characters of four bytes',
      `${filler('🎉🎉', 90)} zugzwang ${filler('🎉', 99)}`,
      /^….*zugzwang.*…$/,
    ],
  ])('at most 200 characters are shown, with the word: %s', async (_, text, shown) => {
    const person = await withTranscript(['Hello.', text]);
    const [hit] = await hits(person, 'zugzw');
    expect(hit).toMatchObject({
      field: 'transcript',
      segment_id: 1,
      text: expect.stringMatching(shown),
    });
    expect(Array.from(hit?.text ?? '').length).toBeLessThanOrEqual(200);
  });

  it('a title is shown around the match, too', async () => {
    const person = await fixture.person();
    await person.add({ title: `${filler('long', 80)} Zugzwang` });
    const [hit] = await hits(person, 'zugzwang');
    expect(hit?.text).toMatch(/^…long .*long Zugzwang$/);
  });
});

it('past the hundredth meeting of a page nobody looks where in a transcript', async () => {
  const person = await fixture.person();
  for (let n = 0; n < 102; n += 1) {
    const { id } = await person.add({ title: `Number ${n}` });
    await person.addTranscript(id, ['Zugzwang!']);
  }
  const found = await hits(person, 'zugzwang', { limit: 1_000 });
  const nowhere = { field: 'transcript', text: null, start_ms: null, segment_id: null };
  const somewhere = { field: 'transcript', text: 'Zugzwang!', start_ms: 0, segment_id: 0 };
  expect(found).toEqual([...Array.from({ length: 100 }, () => somewhere), ...[nowhere, nowhere]]);
});

it('a transcript that is one endless word is looked through as fast as any other', async () => {
  const person = await withTranscript([`Zugzwang ${'a_'.repeat(100_000)}`]);
  expect(await hits(person, 'zugzwang')).toEqual([
    expect.objectContaining({ field: 'transcript', text: expect.stringMatching(/^Zugzwang/) }),
  ]);
});
