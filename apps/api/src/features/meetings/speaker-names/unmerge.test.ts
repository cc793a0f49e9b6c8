import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WireMeeting } from '@memo/meetings';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

const rename = (id: string, from: string, to: string) =>
  person.send('put', `/${id}/speaker-names`, { old_speaker_name: from, new_speaker_name: to });

const renameAll = (id: string, updates: object) =>
  person.send('put', `/${id}/speaker-names/bulk`, { speaker_updates: updates });

/** Who is shown to speak, segment by segment. */
const shown = async (id: string) =>
  speakers((await person.send('get', `/${id}`).expect(200)).body as WireMeeting);

const speakers = ({ transcription }: WireMeeting) => transcription.map(({ speaker }) => speaker);

describe('POST /meetings/{id}/speakers/{speaker}/unmerge', () => {
  const unmerge = (id: string, label: string) =>
    person.send('post', `/${id}/speakers/${encodeURIComponent(label)}/unmerge`);

  it('parts a speaker from those of the same name, who keep it', async () => {
    const id = await person.addSpoken(3);
    await rename(id, 'Speaker1', 'Ann').expect(200);
    await rename(id, 'Speaker3', 'Ann').expect(200);
    const answer = await unmerge(id, 'Speaker3').expect(200);
    expect(speakers(answer.body as WireMeeting)).toEqual(['Ann', 'Speaker2', 'Speaker3']);
    expect(await shown(id)).toEqual(['Ann', 'Speaker2', 'Speaker3']);
  });

  it.each(['Speaker1', 'Speaker2'])(
    'parts a speaker who was given the label of another one: %s',
    async (label) => {
      const id = await person.addSpoken(3);
      await rename(id, 'Speaker1', 'Speaker2').expect(200);
      expect(await shown(id)).toEqual(['Speaker2', 'Speaker2', 'Speaker3']);
      await unmerge(id, label).expect(200);
      expect(await shown(id)).toEqual(['Speaker1', 'Speaker2', 'Speaker3']);
      await unmerge(id, label).expect(409);
    },
  );

  it('is on record, as any other change of a name', async () => {
    const id = await person.addSpoken(2);
    await renameAll(id, { Speaker1: 'Ann', Speaker2: 'Ann' }).expect(200);
    await unmerge(id, 'Speaker2').expect(200);
    const action = 'meeting.speakers_renamed';
    const recorded = (await person.audited()).filter(({ subject }) => subject === id);
    expect(recorded).toEqual([
      { action, subject: id, details: { speakers: 2 } },
      { action, subject: id, details: { speakers: 1 } },
    ]);
  });

  it('means the label, also where somebody else was given it as a name', async () => {
    const id = await person.addSpoken(3);
    await renameAll(id, { Speaker1: 'Speaker3', Speaker2: 'Ann', Speaker3: 'Ann' }).expect(200);
    await unmerge(id, 'Speaker3').expect(200);
    expect(await shown(id)).toEqual(['Speaker3', 'Ann', 'Speaker3']);
    expect(await person.speakersOf(id)).toMatchObject([
      { name: 'Speaker3' },
      { name: 'Ann' },
      { name: null },
    ]);
  });

  it('says that a speaker of their own is not merged, and that one is not there', async () => {
    const id = await person.addSpoken(2);
    await rename(id, 'Speaker1', 'Ann').expect(200);
    const refused = await unmerge(id, 'Speaker1').expect(409);
    expect((refused.body as { detail: string }).detail).toContain('Speaker1 (Ann), Speaker2');
    await unmerge(id, 'Ann').expect(404);
    expect(await shown(id)).toEqual(['Ann', 'Speaker2']);
  });
});
