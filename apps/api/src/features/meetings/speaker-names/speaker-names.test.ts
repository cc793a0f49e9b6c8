import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker } from '@memo/entities';
import { briefly, eventsOf } from '@memo/testing';
import type { WireMeeting } from '@memo/meetings';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

const rename = (id: string, from: string, to: string, who = person) =>
  who.send('put', `/${id}/speaker-names`, { old_speaker_name: from, new_speaker_name: to });

const renameAll = (id: string, updates: object, who = person) =>
  who.send('put', `/${id}/speaker-names/bulk`, { speaker_updates: updates });

/** Who is shown to speak, segment by segment. */
const shown = async (id: string) =>
  speakers((await person.send('get', `/${id}`).expect(200)).body as WireMeeting);

const speakers = ({ transcription }: WireMeeting) => transcription.map(({ speaker }) => speaker);

describe('PUT /meetings/{id}/speaker-names', () => {
  it('names a speaker by label, and answers the whole meeting', async () => {
    const id = await person.addSpoken(2);
    const answer = await rename(id, 'Speaker1', ' John Doe ').expect(200);
    expect(speakers(answer.body as WireMeeting)).toEqual(['John Doe', 'Speaker2']);
    const read = await person.send('get', `/${id}`).expect(200);
    expect(answer.body).toEqual(read.body);
  });

  it('names a speaker by the current name, and by the label still', async () => {
    const id = await person.addSpoken(1);
    await rename(id, 'Speaker1', 'Jon').expect(200);
    await rename(id, 'Jon', 'John').expect(200);
    await rename(id, 'Speaker1', 'John Doe').expect(200);
    expect(await shown(id)).toEqual(['John Doe']);
  });

  it('means the speaker who has the name, not the one whose label it is', async () => {
    const id = await person.addSpoken(2);
    await renameAll(id, { Speaker1: 'Speaker2', Speaker2: 'Bob' }).expect(200);
    await rename(id, 'Speaker2', 'Ann').expect(200);
    expect(await shown(id)).toEqual(['Ann', 'Bob']);
  });

  it('shows two of one name as one, and parts them again by label', async () => {
    const id = await person.addSpoken(3);
    await rename(id, 'Speaker1', 'Ann').expect(200);
    await rename(id, 'Speaker3', 'Ann').expect(200);
    expect(await shown(id)).toEqual(['Ann', 'Speaker2', 'Ann']);
    await rename(id, 'Ann', 'Eve').expect(200);
    expect(await shown(id)).toEqual(['Eve', 'Speaker2', 'Eve']);
    await rename(id, 'Speaker3', 'Bob').expect(200);
    expect(await shown(id)).toEqual(['Eve', 'Speaker2', 'Bob']);
  });

  it('means all who are shown by the name, one of them by label', async () => {
    const id = await person.addSpoken(3);
    await rename(id, 'Speaker1', 'Speaker2').expect(200);
    expect(await shown(id)).toEqual(['Speaker2', 'Speaker2', 'Speaker3']);
    await rename(id, 'Speaker2', 'Ann').expect(200);
    expect(await shown(id)).toEqual(['Ann', 'Ann', 'Speaker3']);
  });

  it('means one name, whether its accents are characters of their own or not', async () => {
    const id = await person.addSpoken(2);
    await rename(id, 'Speaker1', 'Amélie'.normalize('NFD')).expect(200);
    await rename(id, 'Speaker2', 'Amélie'.normalize('NFC')).expect(200);
    expect(new Set(await shown(id)).size).toBe(1);
    await rename(id, 'Amélie'.normalize('NFD'), 'Ann').expect(200);
    expect(await shown(id)).toEqual(['Ann', 'Ann']);
  });

  it('means one name also where an earlier release kept it in another form', async () => {
    const id = await person.addSpoken(1);
    const name = 'Amélie'.normalize('NFD');
    await fixture.dataSource.manager.update(MeetingSpeaker, { meetingId: id }, { name });
    await rename(id, 'Amélie'.normalize('NFC'), 'Ann').expect(200);
    expect(await shown(id)).toEqual(['Ann']);
  });

  it.each(['\u200b', ' \u200d\u2060 ', '\u3164', '\u2800', '\u202e'])(
    'takes no name of which nothing can be seen: %j',
    async (name) => {
      const id = await person.addSpoken(1);
      await rename(id, 'Speaker1', name).expect(422);
      expect(await shown(id)).toEqual(['Speaker1']);
    },
  );

  it('takes the name away when the new one is the own label', async () => {
    const id = await person.addSpoken(1);
    await rename(id, 'Speaker1', 'Ann').expect(200);
    await rename(id, 'Ann', 'Speaker1').expect(200);
    expect(await person.speakersOf(id)).toMatchObject([{ label: 'Speaker1', name: null }]);
  });

  it('moves updated_at, and is recorded without the names', async () => {
    const owner = await fixture.person();
    const id = await owner.addSpoken(1);
    const before = (await owner.send('get', `/${id}`)).body as WireMeeting;
    const after = (await rename(id, 'Speaker1', 'Ann', owner).expect(200)).body as WireMeeting;
    expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
    expect(await owner.audited()).toEqual([
      { action: 'meeting.speakers_renamed', subject: id, details: { speakers: 1 } },
    ]);
  });

  it('is told to clients that keep a copy, without the names', async () => {
    const id = await person.addSpoken(1);
    await rename(id, 'Speaker1', 'Ann').expect(200);
    expect(await eventsOf(fixture.dataSource, id)).toEqual([
      { kind: 'meeting.updated', details: { fields: ['speakers'] } },
    ]);
  });
});

describe('PUT /meetings/{id}/speaker-names/bulk', () => {
  it('names several at once, by label and by name', async () => {
    const id = await person.addSpoken(3);
    await rename(id, 'Speaker2', 'Ann').expect(200);
    const answer = await renameAll(id, { Speaker1: 'John', Ann: 'Jane' }).expect(200);
    expect(speakers(answer.body as WireMeeting)).toEqual(['John', 'Jane', 'Speaker3']);
  });

  it('swaps two names', async () => {
    const id = await person.addSpoken(2);
    await renameAll(id, { Speaker1: 'Ann', Speaker2: 'Bob' }).expect(200);
    await renameAll(id, { Ann: 'Bob', Bob: 'Ann' }).expect(200);
    expect(await shown(id)).toEqual(['Bob', 'Ann']);
  });

  it('merges two who get one name', async () => {
    const id = await person.addSpoken(2);
    await renameAll(id, { Speaker1: 'Ann', Speaker2: 'Ann' }).expect(200);
    expect(await shown(id)).toEqual(['Ann', 'Ann']);
  });

  it('changes nothing when one of them is not there, and says who is', async () => {
    const id = await person.addSpoken(2);
    await rename(id, 'Speaker2', 'Ann').expect(200);
    await renameAll(id, { Speaker1: 'John', Nobody: 'X', Speaker9: 'Y' }).expect(404, {
      detail:
        'This meeting has no speaker called "Nobody", "Speaker9". Its speakers are: Speaker1, Speaker2 (Ann).',
    });
    expect(await shown(id)).toEqual(['Speaker1', 'Ann']);
  });

  it.each([
    { Speaker1: 'Ann', Speaker2: 'Bob' },
    { Speaker2: 'Bob', Speaker1: 'Ann' },
  ])('parts by label those who are shown as one: %j', async (updates) => {
    const id = await person.addSpoken(2);
    await rename(id, 'Speaker1', 'Speaker2').expect(200);
    await renameAll(id, updates).expect(200);
    expect(await shown(id)).toEqual(['Ann', 'Bob']);
  });

  it('changes nothing when one speaker is to get two names', async () => {
    const id = await person.addSpoken(1);
    await rename(id, 'Speaker1', 'Ann').expect(200);
    const answer = await renameAll(id, { Ann: 'Bob', Speaker1: 'Eve' }).expect(422);
    const loc = ['body', 'speaker_updates', 'Speaker1'];
    expect(answer.body).toMatchObject({ detail: [{ loc }] });
    expect(await shown(id)).toEqual(['Ann']);
  });
});

describe('renames at the same time', () => {
  it('of different speakers lose nothing', async () => {
    const id = await person.addSpoken(8);
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    await Promise.all(
      numbers.map((number) => rename(id, `Speaker${number}`, `Name ${number}`).expect(200)),
    );
    expect(await shown(id)).toEqual(numbers.map((number) => `Name ${number}`));
  });

  it('that swap two names leave two names', async () => {
    const id = await person.addSpoken(2);
    await renameAll(id, { Speaker1: 'Ann', Speaker2: 'Bob' }).expect(200);
    const swap = () => renameAll(id, { Ann: 'Bob', Bob: 'Ann' }).expect(200);
    await Promise.all([swap(), swap(), swap()]);
    expect(await shown(id)).toEqual(['Bob', 'Ann']);
  });

  it('by the same old name: the second finds it gone', async () => {
    const id = await person.addSpoken(1);
    await rename(id, 'Speaker1', 'Ann').expect(200);
    const answers = await Promise.all([rename(id, 'Ann', 'Bob'), rename(id, 'Ann', 'Eve')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });
});

describe('naming a speaker', () => {
  it('is refused in a meeting without a transcript, in words', async () => {
    const { id } = await person.add();
    await rename(id, 'Speaker1', 'Ann').expect(409, {
      detail:
        'This meeting has no finished transcript yet. Name its speakers once its status is COMPLETED.',
    });
    await renameAll(id, { Speaker1: 'Ann' }).expect(409);
    const failed = await person.add({ status: 'FAILED' });
    await rename(failed.id, 'Speaker1', 'Ann').expect(409, {
      detail:
        'This meeting has no transcript, because processing it failed. Retry the meeting first. Name its speakers once its status is COMPLETED.',
    });
  });

  it('is refused in a transcript in which nobody speaks', async () => {
    const { id } = await person.add();
    await person.addTranscript(id, []);
    await rename(id, 'Speaker1', 'Ann').expect(404, {
      detail: 'This meeting has no speaker called "Speaker1". Nobody speaks in it.',
    });
  });

  it("is refused in a stranger's meeting, which is not there", async () => {
    const stranger = await fixture.person();
    const id = await person.addSpoken(1);
    const notFound = { detail: 'Meeting not found' };
    await rename(id, 'Speaker1', 'Mine', stranger).expect(404, notFound);
    await renameAll(id, { Speaker1: 'Mine' }, stranger).expect(404, notFound);
    expect(await shown(id)).toEqual(['Speaker1']);
    expect(await stranger.audited()).toEqual([]);
  });

  const refused = [
    ['/speaker-names', {}],
    ['/speaker-names', { old_speaker_name: 'Speaker1' }],
    ['/speaker-names', { old_speaker_name: 'Speaker1', new_speaker_name: '  ' }],
    ['/speaker-names', { old_speaker_name: 'Speaker1', new_speaker_name: 'x'.repeat(201) }],
    ['/speaker-names', { old_speaker_name: 'Speaker1', new_speaker_name: 'a\u0000' }],
    ['/speaker-names', { old_speaker_name: 'Speaker1', new_speaker_name: null }],
    ['/speaker-names', { old_speaker_name: 1, new_speaker_name: 'Ann' }],
    ['/speaker-names/bulk', {}],
    ['/speaker-names/bulk', { speaker_updates: {} }],
    ['/speaker-names/bulk', { speaker_updates: [['Speaker1', 'Ann']] }],
    ['/speaker-names/bulk', { speaker_updates: { Speaker1: '' } }],
    ['/speaker-names/bulk', { speaker_updates: { '': 'Ann' } }],
    ['/speaker-names/bulk', { speaker_updates: { Speaker1: { name: 'Ann' } } }],
    ['/speaker-names/bulk', { speaker_updates: { 'Speaker1\u0000': 'Ann' } }],
    [
      '/speaker-names/bulk',
      { speaker_updates: Object.fromEntries(Array.from({ length: 201 }, (_, n) => [n, 'Ann'])) },
    ],
  ] as const;
  it.each(refused.map(([path, body]) => [path, briefly(body), body] as const))(
    'is refused, and changes nothing: PUT %s %s',
    async (path, _, body) => {
      const id = await person.addSpoken(1);
      await person.send('put', `/${id}${path}`, body).expect(422);
      expect(await shown(id)).toEqual(['Speaker1']);
    },
  );
});
