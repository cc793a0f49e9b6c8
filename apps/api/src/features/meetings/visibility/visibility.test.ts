import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker, newId } from '@memo/entities';
import { buildWav } from '@memo/testing';
import { auditRows } from '../../../../test/audit-rows.ts';
import { startMeetings, type MeetingsFixture, type Person } from '../test/meetings-fixture.ts';

let fixture: MeetingsFixture;
let ann: Person;
let bob: Person;

/** Ann's workspace, in which Bob works as an administrator. */
beforeAll(async () => {
  fixture = await startMeetings();
  ann = await fixture.person();
  bob = await fixture.person({ workspace: ann.scope, role: 'ADMIN' });
});

afterAll(() => fixture.close());

type Wanted = 'private' | 'workspace';

const change = (person: Person, id: string, visibility: string) =>
  person.send('put', `/${id}/visibility`, { visibility });
const make = async (person: Person, visibility: Wanted = 'workspace') =>
  (await person.add({ title: newId(), visibility })).id;

async function changesOf(person: Person, id: string) {
  const answer = await fixture.api
    .get('/api/v1/mobile/changes?after=0&limit=1000')
    .set('authorization', person.authorization)
    .expect(200);
  const { data } = answer.body as { data: { kind: string; meeting_id: string }[] };
  return data.filter(({ meeting_id: meeting }) => meeting === id).map(({ kind }) => kind);
}

describe('PUT /meetings/{id}/visibility', () => {
  it('hides a meeting from all but who made it, and shares it again', async () => {
    const id = await make(ann);
    const hidden = await change(ann, id, 'private').expect(200);
    expect(hidden.body).toMatchObject({ id, visibility: 'private' });
    await bob.send('get', `/${id}`).expect(404, { detail: 'Meeting not found' });
    expect((await ann.list({ view: 'compact' })).data).toContainEqual(
      expect.objectContaining({ id, visibility: 'private' }),
    );
    await change(ann, id, 'workspace').expect(200);
    expect((await bob.send('get', `/${id}`).expect(200)).body).toMatchObject({
      visibility: 'workspace',
    });
  });

  it('is refused to everybody but who made it, whatever their role', async () => {
    const [shared, kept] = [await make(ann), await make(ann, 'private')];
    const refused = await change(bob, shared, 'private').expect(403);
    expect(refused.body).toEqual({ detail: expect.stringContaining('Only who made a meeting') });
    await change(bob, shared, 'workspace').expect(200);
    await change(bob, kept, 'workspace').expect(404);
    expect((await ann.send('get', `/${kept}`)).body).toMatchObject({ visibility: 'private' });
  });

  it('refuses what is neither', async () => {
    await change(ann, await make(ann), 'public').expect(422);
  });

  it('tells of a change once, to the audit log and to clients with a copy', async () => {
    const id = await make(ann);
    for (const visibility of ['private', 'private', 'workspace', 'workspace']) {
      await change(ann, id, visibility).expect(200);
    }
    const { workspaceId } = ann.scope;
    const rows = await auditRows(fixture.dataSource, { workspaceId });
    const ofIt = rows.filter(({ subject }) => subject === id);
    expect(ofIt.map(({ action, details }) => [action, details])).toEqual([
      ['meeting.access_changed', { visibility: 'private' }],
      ['meeting.access_changed', { visibility: 'workspace' }],
    ]);
    const told = ['meeting.access_changed', 'meeting.access_changed'];
    expect([await changesOf(ann, id), await changesOf(bob, id)]).toEqual([told, told]);
  });
});

describe('a list', () => {
  it('finds and counts what one sees alone', async () => {
    await ann.add({ title: 'Quokka in common' });
    await ann.add({ title: 'Quokka of Ann', visibility: 'private', status: 'FAILED' });
    const found = async (person: Person, query: Record<string, string>) => {
      const { data, total } = await person.list({ search: 'quokka', ...query });
      return [data.length, total];
    };
    for (const query of [{}, { needs_review: 'false' }]) {
      expect([await found(ann, query), await found(bob, query)]).toEqual([
        [2, 2],
        [1, 1],
      ]);
    }
    const failed = { status: 'failed' };
    expect([await found(ann, failed), await found(bob, failed)]).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});

describe('a client with a copy', () => {
  const rename = (id: string) => ann.send('patch', `/${id}`, { title: newId() }).expect(200);

  it('is told that a meeting was hidden, and of nothing that happens to it afterwards', async () => {
    const id = await make(ann);
    await change(ann, id, 'private').expect(200);
    await rename(id);
    await ann.send('delete', `/${id}`).expect(204);
    expect(await changesOf(bob, id)).toEqual(['meeting.access_changed']);
    expect(await changesOf(ann, id)).toEqual(['meeting.access_changed', 'meeting.deleted']);
  });

  it('hears nothing of one that was private from the beginning until it is shared', async () => {
    const id = await make(ann, 'private');
    await rename(id);
    expect(await changesOf(bob, id)).toEqual([]);
    await change(ann, id, 'workspace').expect(200);
    expect(await changesOf(bob, id)).toEqual(['meeting.updated', 'meeting.access_changed']);
  });
});

describe('an upload', () => {
  let seconds = 3;
  /** Of a recording that nobody has uploaded before. */
  const fresh = () => buildWav((seconds += 1) * 1_000);
  const upload = async (person: Person, wav: Buffer, fields: Record<string, string> = {}) => {
    const answer = await person
      .send('post', '/')
      .field({ title: newId(), ...fields })
      .attach('audio_file', wav, 'a.wav')
      .expect(201);
    return answer.body as { id: string; visibility: Wanted; duplicate_of: string | null };
  };
  const read = async (person: Person, id: string) =>
    (await person.send('get', `/${id}`).expect(200)).body as { duplicate_of: string | null };

  it('says who sees the meeting: all members unless it says otherwise', async () => {
    expect(await upload(ann, fresh())).toMatchObject({ visibility: 'workspace' });
    expect(await upload(ann, fresh(), { visibility: '' })).toMatchObject({
      visibility: 'workspace',
    });
    const kept = await upload(ann, fresh(), { visibility: 'private' });
    expect(kept).toMatchObject({ visibility: 'private' });
    await bob.send('get', `/${kept.id}`).expect(404);
    expect(await changesOf(bob, kept.id)).toEqual([]);
  });

  it('is called no duplicate of a meeting that its uploader may not see', async () => {
    const wav = fresh();
    const kept = await upload(ann, wav, { visibility: 'private' });
    expect(await upload(bob, wav)).toMatchObject({ duplicate_of: null });
    expect(await upload(ann, wav)).toMatchObject({ duplicate_of: kept.id });
  });

  it('is called one no more once the other meeting is hidden, but to who hid it', async () => {
    const wav = fresh();
    const first = await upload(ann, wav);
    const [theirs, own] = [await upload(bob, wav), await upload(ann, wav)];
    expect(theirs.duplicate_of).toBe(first.id);
    await change(ann, first.id, 'private').expect(200);
    expect(await read(bob, theirs.id)).toMatchObject({ duplicate_of: null });
    expect(await read(ann, own.id)).toMatchObject({ duplicate_of: first.id });
  });
});

describe('a name that is given to a speaker', () => {
  it('brings no profile along that it has in meetings one may not see', async () => {
    const profileId = await ann.addProfile();
    const kept = await ann.addSpoken(1);
    const { manager } = fixture.dataSource;
    await manager.update(MeetingSpeaker, { meetingId: kept }, { name: 'Kim', profileId });
    await manager.update(Meeting, { id: kept }, { visibility: 'private' });
    const [ofAnn, ofBob] = [await ann.addSpoken(1), await bob.addSpoken(1)];
    const toKim = { old_speaker_name: 'Speaker1', new_speaker_name: 'Kim' };
    await bob.send('put', `/${ofBob}/speaker-names`, toKim).expect(200);
    await ann.send('put', `/${ofAnn}/speaker-names`, toKim).expect(200);
    const profiles = async (id: string) =>
      (await fixture.dataSource.manager.findBy(MeetingSpeaker, { meetingId: id })).map(
        (speaker) => speaker.profileId,
      );
    expect([await profiles(ofBob), await profiles(ofAnn)]).toEqual([[null], [profileId]]);
  });
});

describe('a profile', () => {
  const crm = (person: Person, profileId: string, verb: 'map' | 'unmap', body: object) =>
    fixture.api
      .post(`/api/v1/crm/speaker-profiles/${profileId}/${verb}`)
      .set('authorization', person.authorization)
      .send(body);

  it('is mapped in the meetings that one sees alone', async () => {
    const profileId = await ann.addProfile();
    const kept = await ann.addSpoken(1);
    const { manager } = fixture.dataSource;
    await manager.update(MeetingSpeaker, { meetingId: kept }, { name: 'Lou' });
    await manager.update(Meeting, { id: kept }, { visibility: 'private' });
    const lou = { speaker_name: 'Lou' };
    const named = await crm(bob, profileId, 'map', { ...lou, meeting_id: kept }).expect(404);
    expect(named.body).toEqual({ detail: 'Meeting not found' });
    await crm(bob, profileId, 'map', lou).expect(404);
    const mapped = await crm(ann, profileId, 'map', lou).expect(200);
    expect(mapped.body).toMatchObject({ mapped_meetings: 1 });
    await crm(bob, profileId, 'unmap', lou).expect(404);
    const meetings = await fixture.api
      .get(`/api/v1/crm/speaker-profiles/${profileId}/meetings`)
      .set('authorization', bob.authorization)
      .expect(200);
    expect(meetings.body).toMatchObject({ data: [], total: 0 });
  });
});
