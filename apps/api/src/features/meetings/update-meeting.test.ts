import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker } from '@memo/entities';
import { briefly } from '@memo/testing';
import type { WireMeeting } from '@memo/meetings';
import { startMeetings, type MeetingsFixture, type Person } from './test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let person: Person;

const before = { title: 'Before', description: 'As it was', participants: ['Ann', 'Bob'] };

beforeAll(async () => {
  fixture = await startMeetings();
  person = await fixture.person();
});

afterAll(() => fixture.close());

const read = async (owner: Person, id: string) =>
  (await owner.send('get', `/${id}`).expect(200)).body as WireMeeting;

describe('PUT /meetings/{id}', () => {
  it.each([
    [{ title: ' After ' }, { title: 'After' }],
    [{ description: 'New' }, { description: 'New' }],
    [{ description: null }, { description: null }],
    [{ description: ' ' }, { description: null }],
    [{ participants: [' Eve '] }, { participants: ['Eve'] }],
    [{ participants: [] }, { participants: [] }],
    [
      { title: 'After', description: 'New', participants: ['Eve'] },
      { title: 'After', description: 'New', participants: ['Eve'] },
    ],
  ])('changes %j and leaves the rest', async (body, changed) => {
    const { id } = await person.add(before);
    const answer = await person.send('put', `/${id}`, body).expect(200);
    expect(answer.body).toMatchObject({ ...before, ...changed });
    expect(answer.body).toEqual(await read(person, id));
  });

  it.each([
    ['typed anew', { description: 'New' }, true],
    ['sent back as the note wrote it', { description: 'As it was' }, false],
    ['not sent', { title: 'After' }, false],
  ])('knows whether a person gave a description that is %s', async (_how, body, given) => {
    const { id } = await person.add({ ...before, descriptionGiven: false });
    await person.send('put', `/${id}`, body).expect(200);
    const { descriptionGiven } = await fixture.dataSource.manager.findOneByOrFail(Meeting, { id });
    expect(descriptionGiven).toBe(given);
  });

  it('moves updated_at and nothing else in time', async () => {
    const at = new Date('2025-06-24T14:30:00Z');
    const { id } = await person.add({ ...before, createdAt: at, updatedAt: at });
    const answer = await person.send('put', `/${id}`, { title: 'After' }).expect(200);
    const meeting = answer.body as WireMeeting;
    expect(meeting.created_at).toBe(at.toISOString());
    expect(Date.parse(meeting.updated_at)).toBeGreaterThan(at.getTime());
  });

  it('is recorded with the names of the fields and without their content', async () => {
    const owner = await fixture.person();
    const { id } = await owner.add(before);
    await owner.send('put', `/${id}`, { title: 'Secret', description: null }).expect(200);
    expect(await owner.audited()).toEqual([
      { action: 'meeting.updated', subject: id, details: { fields: 'title, description' } },
    ]);
  });

  it('loses nothing when several at once change different fields', async () => {
    const { id } = await person.add(before);
    const after = { title: 'After', description: 'New', participants: ['Eve'] };
    const changes = Object.entries(after).map(([field, value]) => ({ [field]: value }));
    await Promise.all(changes.map((body) => person.send('put', `/${id}`, body).expect(200)));
    expect(await read(person, id)).toMatchObject(after);
  });

  it('says what can be changed when nothing is sent', async () => {
    const { id } = await person.add(before);
    await person.send('put', `/${id}`, {}).expect(422, {
      detail: [
        {
          loc: ['body'],
          msg: 'send what is to change: title, description or participants',
          type: 'value_error',
        },
      ],
    });
  });

  const refused = [
    ['title', 'x'.repeat(501)],
    ['title', 'a\u0000b'],
    ['description', 7],
    ['description', 'x'.repeat(20_001)],
    ['participants', '["Ann"]'],
    ['participants', ['']],
    ['participants', Array.from({ length: 201 }, () => 'Ann')],
  ] as const;
  it.each(refused.map(([field, value]) => [field, briefly(value), value] as const))(
    'refuses %s: %s, and changes nothing',
    async (field, _, value) => {
      const { id } = await person.add(before);
      const answer = await person.send('put', `/${id}`, { title: 'After', [field]: value });
      expect(answer.status).toBe(422);
      const [problem] = (answer.body as { detail: { loc: string[] }[] }).detail;
      expect(problem?.loc.slice(0, 2)).toEqual(['body', field]);
      expect(await read(person, id)).toMatchObject(before);
    },
  );

  it.each([
    { title: '', description: 'New' },
    { title: null, description: 'New', participants: null },
    { description: 'New', participants: '' },
  ])('takes what is left empty as not given: %j', async (body) => {
    const { id } = await person.add(before);
    await person.send('put', `/${id}`, body).expect(200);
    expect(await read(person, id)).toMatchObject({ ...before, description: 'New' });
  });

  it("does not reach a stranger's meeting or a deleted one", async () => {
    const stranger = await fixture.person();
    const { id } = await person.add(before);
    const notFound = { detail: 'Meeting not found' };
    await stranger.send('put', `/${id}`, { title: 'Mine' }).expect(404, notFound);
    expect(await stranger.audited()).toEqual([]);
    expect(await read(person, id)).toMatchObject(before);
    await person.send('delete', `/${id}`).expect(204);
    await person.send('put', `/${id}`, { title: 'After' }).expect(404, notFound);
  });
});

describe('a meeting that is sent back as it was read', () => {
  it('leaves to the note what the note wrote, by whatever name its speakers are called', async () => {
    const id = await person.addSpoken(1);
    const manager = fixture.dataSource.manager;
    const before = await read(person, id);
    const title = 'Speaker1 asks';
    const written = { titleGiven: false, description: title, descriptionGiven: false };
    await manager.update(Meeting, { id }, { title, ...written });
    await manager.update(MeetingSpeaker, { meetingId: id }, { name: 'Jon' });
    const shown = await read(person, id);
    expect(shown).toMatchObject({ title: 'Jon asks', description: 'Jon asks' });
    await person.send('put', `/${id}`, shown).expect(200);
    // Read before the note wrote anything.
    const early = { title: 'Untitled meeting', description: before.description };
    await person.send('put', `/${id}`, early).expect(200);
    expect(await manager.findOneByOrFail(Meeting, { id })).toMatchObject({
      title,
      ...written,
    });
    await person.send('put', `/${id}`, { description: '' }).expect(200);
    expect((await read(person, id)).description).toBeNull();
  });

  it.each(['put', 'patch'] as const)('is taken, and stays as it is: %s', async (method) => {
    for (const id of [await person.addSpoken(3), (await person.add()).id]) {
      const shown = await read(person, id);
      const answer = await person.send(method, `/${id}`, shown).expect(200);
      expect(answer.body).toEqual({ ...shown, updated_at: expect.any(String) });
    }
  });

  it('is changed in what may be changed, and in nothing else', async () => {
    const id = await person.addSpoken(2);
    const shown = await read(person, id);
    const [first] = shown.transcription;
    const others = await fixture.person();
    const answer = await person.send('patch', `/${id}`, {
      ...shown,
      title: 'After',
      id: '0197a1b2-5f00-7c31-9a44-1d2e3f405162',
      user_id: others.user.id,
      workspace_id: others.scope.workspaceId,
      status: 'FAILED',
      summary: 'Made up',
      transcription: [{ ...first, text: 'Made up' }],
      created_at: '2001-02-03T04:05:06Z',
      deleted_at: '2001-02-03T04:05:06Z',
    });
    expect(answer.body).toEqual({
      ...shown,
      title: 'After',
      title_given: true,
      updated_at: expect.any(String),
    });
    expect(await others.titles()).toEqual([]);
  });

  it('is taken when it is as long as one may be', async () => {
    const { id } = await person.add({ status: 'COMPLETED' });
    const sentence = 'We said what we had to say, and said it again to be sure of it.';
    await person.addTranscript(
      id,
      Array.from({ length: 10_000 }, (_, at) => `${at}: ${sentence}`),
    );
    const shown = await read(person, id);
    expect(JSON.stringify(shown).length).toBeGreaterThan(1_500_000);
    await person.send('put', `/${id}`, shown).expect(200);
  });
});

it('a viewer reads, and neither changes nor deletes nor names', async () => {
  const viewer = await fixture.person();
  const id = await viewer.addSpoken(1);
  await viewer.become('VIEWER');
  const shown = await read(viewer, id);
  await viewer.send('put', `/${id}`, { title: 'After' }).expect(403);
  await viewer.send('delete', `/${id}`).expect(403);
  const names = { old_speaker_name: 'Speaker1', new_speaker_name: 'Ann' };
  await viewer.send('put', `/${id}/speaker-names`, names).expect(403);
  expect(await read(viewer, id)).toEqual(shown);
});
