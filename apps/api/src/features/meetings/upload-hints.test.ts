import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { languages, type WireMeeting } from '@memo/meetings';
import { buildWav } from '@memo/testing';
import fc from 'fast-check';
import {
  meetings,
  startMeetings,
  type MeetingsFixture,
  type Person,
} from './test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

let uploads = 0;

/** Each another sound: the same again would be the same meeting. */
function upload(fields: Readonly<Record<string, string | string[]>>) {
  uploads += 1;
  const form = fixture.api.post(`${meetings}/`).set('authorization', person.authorization);
  for (const [name, values] of Object.entries({ title: 'Call', ...fields })) {
    for (const value of [values].flat()) form.field(name, value);
  }
  return form.attach('audio_file', buildWav(1_000 + 2 * uploads), 'a.wav');
}

const create = async (fields: Readonly<Record<string, string>>) =>
  (await upload(fields).expect(201)).body as WireMeeting;

const read = async (id: string) =>
  (await person.send('get', `/${id}`).expect(200)).body as WireMeeting;

describe('an upload', () => {
  it('says how many people speak and in which languages, and the meeting shows it', async () => {
    const hints = { speakers_expected: 4, languages: ['en', 'de-DE'] };
    const { id, ...meeting } = await create({ speakers_expected: '4', languages: 'en,de-DE' });
    expect(meeting).toMatchObject(hints);
    expect(await read(id)).toMatchObject(hints);
    const { data } = await person.list({ limit: 1 });
    expect(data).toMatchObject([{ id, ...hints }]);
    const row = await fixture.dataSource.manager.findOneByOrFail(Meeting, { id });
    expect(row).toMatchObject({ speakersExpected: 4, languages: ['en', 'de-DE'] });
  });

  it('need not say so', async () => {
    expect(await create({})).toMatchObject({ speakers_expected: null, languages: [] });
  });

  it.each([
    ['0', 'speakers_expected'],
    ['51', 'speakers_expected'],
    ['-1', 'speakers_expected'],
    ['1e3', 'speakers_expected'],
    ['1e1', 'speakers_expected'],
    [' 4 ', 'speakers_expected'],
    ['04', 'speakers_expected'],
    ['4.0', 'speakers_expected'],
    ['four', 'speakers_expected'],
    ['４', 'speakers_expected'],
    ['true', 'speakers_expected'],
    ['[4]', 'speakers_expected'],
    ['9'.repeat(40), 'speakers_expected'],
    ['4\u0000', 'speakers_expected'],
    [['4', '4'], 'speakers_expected'],
    ['xx-invalid-tag!!', 'languages'],
    ['English', 'languages'],
    ['en_US', 'languages'],
    ['en de', 'languages'],
    ['e', 'languages'],
    ['*', 'languages'],
    ['en-x-private', 'languages'],
    ['en-u-ca-buddhist', 'languages'],
    ['en,de,fr,it,es,pt', 'languages'],
    ['en,'.repeat(200), 'languages'],
    ['["en"', 'languages'],
    ['[42]', 'languages'],
    ['["en", null]', 'languages'],
    ['[["en"]]', 'languages'],
    ['{"en": true}', 'languages'],
    ['en\u0000', 'languages'],
    ['["e\\u0000n"]', 'languages'],
    [['en', 'de'], 'languages'],
  ])('with %j as %s is refused, and leaves nothing behind', async (value, field) => {
    const count = () => fixture.dataSource.manager.count(Meeting);
    const before = [await count(), await fixture.objectKeys()];
    const answer = await upload({ [field]: value }).expect(422);
    const { detail } = answer.body as { detail: { loc: string[]; msg: string }[] };
    expect(detail).toMatchObject([{ loc: ['body', field], msg: expect.stringMatching(/^must /) }]);
    expect([await count(), await fixture.objectKeys()]).toEqual(before);
  });
});

describe('the languages of an upload', () => {
  it.each([
    ['en', ['en']],
    ['EN-us', ['en-US']],
    [' en , de-de ', ['en', 'de-DE']],
    ['["en", "de-DE"]', ['en', 'de-DE']],
    [' ["en"] ', ['en']],
    ['en,EN,en', ['en']],
    ['en,EN,en,en,en,en,en', ['en']],
    ['zh-hant-tw', ['zh-Hant-TW']],
    ['iw', ['he']],
    ['en,,de,', ['en', 'de']],
    ['es-419', ['es-419']],
    ['', []],
  ])('are, where it says %j, %j', (text, codes) => {
    expect(languages.parse(text)).toEqual(codes);
  });

  it('are canonical codes, each once, however they are written', () => {
    const code = fc.constantFrom('en', 'EN-gb', 'De-de', 'zh-hant', 'pt-BR', 'fil', 'iw', 'he');
    const list = fc.array(code, { maxLength: 5 });
    fc.assert(
      fc.property(list, (codes) => {
        const read = languages.parse(codes.join(', '));
        expect(read).toEqual([...new Set(Intl.getCanonicalLocales(codes))]);
        expect(languages.parse(JSON.stringify(codes))).toEqual(read);
        expect(languages.parse(read.join(','))).toEqual(read);
      }),
    );
  });
});

describe('a meeting without a title', () => {
  const untitled = { title: 'Untitled meeting', title_given: false };

  it.each(['', '  ', '\n'])('(%j) is listed under one that stands in', async (title) => {
    const { id } = await create({ title });
    expect(await read(id)).toMatchObject(untitled);
  });

  it('has one as soon as somebody gives it one', async () => {
    const { id } = await create({ title: '' });
    const answer = await person.send('put', `/${id}`, { title: 'Kick-off' }).expect(200);
    expect(answer.body).toMatchObject({ title: 'Kick-off', title_given: true });
    await person.send('put', `/${id}`, { description: 'The first one' }).expect(200);
    expect(await read(id)).toMatchObject({ title: 'Kick-off', title_given: true });
  });

  it.each([{ description: 'New' }, { title: 'Untitled meeting', participants: ['Ann'] }])(
    'is still without one after %j',
    async (change) => {
      const { id } = await create({ title: '' });
      const answer = await person.send('put', `/${id}`, change).expect(200);
      expect(answer.body).toMatchObject({ ...change, ...untitled });
    },
  );

  it('is not one whose title somebody chose', async () => {
    expect(await create({ title: 'Untitled meeting' })).toMatchObject({ title_given: true });
  });
});
