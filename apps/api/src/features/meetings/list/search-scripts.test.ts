import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;
let other: Person;

/** What is written, and what somebody types who looks for it. */
const same: [script: string, written: string, typed: string][] = [
  ['French', 'Réunion du café', 'reunion du cafe'],
  ['French with accents that are not written', 'Reunion du marche', 'Réunion du marché'],
  ['German', 'Straße nach Köln', 'STRASSE nach koln'],
  ['Polish', 'Łódź zażółć', 'lodz zazolc'],
  ['Danish', 'Ærø på København', 'aero pa kobenhavn'],
  ['Turkish', 'İstanbul ışık', 'ISTANBUL isik'],
  ['Vietnamese', 'Đường phố Huế', 'duong pho hue'],
  ['Icelandic', 'Guðrún', 'gudrun'],
  ['Greek', 'Άγιος Παύλος', 'ΑΓΙΟΣ ΠΑΥΛΟΣ'],
  ['Russian', 'Ещё мой ёлка', 'ЕЩЕ МОИ елка'],
  ['Hebrew with points', 'שָׁלוֹם', 'שלום'],
  ['Arabic with short vowels', 'مُحَمَّد أحمد', 'محمد احمد'],
  ['Persian with a joiner', 'می\u200cشود', 'میشود'],
  ['wide Latin letters', 'ＡＢＣ１２３', 'abc123'],
  ['narrow Japanese letters', 'ｶﾞﾗｽ', 'ガラス'],
  ['a ligature', 'ﬁnance oﬃce', 'finance office'],
  ['a number in a circle', 'Room ⑤', 'room 5'],
  ['a soft hyphen', 'dé\u00adploiement', 'deploiement'],
  ['Hindi', 'हिन्दी की बैठक', 'हिन्दी की बैठक'],
  ['Korean', '회의 한국어', '회의 한국어'],
  ['Thai', 'ประชุม', 'ประชุม'],
];

/** What other words are, though a few signs are all that tells them apart. */
const others: [script: string, written: string, typed: string][] = [
  ['vowel signs in Hindi', 'की', 'का'],
  ['tones in Thai', 'ไม่', 'ไม้'],
  ['sounds in Japanese', 'ガラス', 'カラス'],
  ['letters in Korean', '한국', '항국'],
];

const forms = ['NFC', 'NFD'] as const;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
  other = await fixture.person();
  for (const [, written] of same) await add(person, written);
  for (const [, written] of others) await add(other, written);
});

/** Meetings that are called so, and in which it was said, in both forms. */
async function add(owner: Person, written: string): Promise<void> {
  for (const form of forms) {
    const kept = written.normalize(form);
    await owner.add({ title: `title ${form} ${kept}` });
    const { id } = await owner.add({ title: `spoken ${form}` });
    await owner.addTranscript(id, [`Well, ${kept}.`]);
  }
}

afterAll(() => fixture.close());

const everyForm = ['spoken NFC', 'spoken NFD', 'title NFC', 'title NFD'];

async function found(owner: Person, search: string): Promise<string[]> {
  const titles = await owner.titles({ search, limit: 1_000 });
  return titles.map((title) => title.split(' ').slice(0, 2).join(' ')).sort();
}

describe('letters with their accents and without, in any form, are the same to a search', () => {
  it.each(same)('in %s: %s, typed as %s', async (_, written, typed) => {
    for (const form of forms) {
      expect(await found(person, typed.normalize(form))).toEqual(everyForm);
      expect(await found(person, written.normalize(form))).toEqual(everyForm);
    }
  });
});

describe('signs that make another word are no accents', () => {
  it.each(others)('%s: %s is not %s', async (_, written, typed) => {
    expect(await found(other, typed)).toEqual([]);
    expect(await found(other, written)).toEqual(everyForm);
  });
});
