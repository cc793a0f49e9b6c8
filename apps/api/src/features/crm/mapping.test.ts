import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker, newId } from '@memo/entities';
import { startCrm, type CrmFixture, type Person } from './test/crm-fixture.ts';

let fixture: CrmFixture;
let anyone: Person;

beforeAll(async () => {
  fixture = await startCrm();
  anyone = await fixture.person();
});

afterAll(() => fixture.close());

describe('mapping a speaker to a profile', () => {
  it('reaches every meeting in which the name is displayed, and says how many', async () => {
    const robin = await fixture.person();
    const profile = await robin.profile();
    await robin.meeting(['Jon', 'Speaker2']);
    await robin.meeting(['Jon']);
    // Called otherwise by now.
    await robin.meeting(['Jane']);
    await robin
      .map(profile.id, { speaker_name: 'Jon' })
      .expect(200, { profile, speaker_name: 'Jon', mapped_meetings: 2 });
    expect(await robin.speakers()).toEqual([
      ['Jon', 2, 'John Doe'],
      ['Jane', 1, null],
      ['Speaker2', 1, null],
    ]);
  });

  it('of a label that stands in one meeting maps it there', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    await robin.meeting(['Speaker1', 'Speaker2']);
    await robin.meeting(['Jane']);
    const answer = await robin.map(id, { speaker_name: 'Speaker1' }).expect(200);
    expect(answer.body).toMatchObject({ mapped_meetings: 1 });
  });

  it('of a label that stands in several maps nobody, until it is said which are meant', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    for (let count = 0; count < 3; count += 1) await robin.meeting(['Speaker1', 'Speaker2']);
    for (const more of [{}, { all_meetings: false }, { all_meetings: null, meeting_id: null }]) {
      await robin.map(id, { speaker_name: 'Speaker1', ...more }).expect(409, {
        detail:
          '"Speaker1" is a label that nobody chose, and 3 meetings have it: it is not one person. Say which is meant with meeting_id, give the speaker a name first, or send all_meetings: true.',
      });
    }
    expect(await robin.speakers()).toContainEqual(['Speaker1', 3, null]);
    const everywhere = { speaker_name: 'Speaker1', all_meetings: true };
    expect((await robin.map(id, everywhere).expect(200)).body).toMatchObject({
      mapped_meetings: 3,
    });
    expect(await robin.speakers()).toContainEqual(['Speaker1', 3, 'John Doe']);
  });

  it('of a name that is a label elsewhere counts the meetings where nobody chose it', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    const named = await robin.meeting(['Ann']);
    await fixture.dataSource.manager.update(
      MeetingSpeaker,
      { meetingId: named.id },
      { name: 'Speaker2' },
    );
    await robin.meeting(['Speaker1', 'Speaker2']);
    const answer = await robin.map(id, { speaker_name: 'Speaker2' }).expect(200);
    expect(answer.body).toMatchObject({ mapped_meetings: 2 });
  });

  it('refuses one meeting and all of them at once', async () => {
    const { id } = await anyone.meeting(['Speaker1']);
    const both = { speaker_name: 'Speaker1', meeting_id: id, all_meetings: true };
    await anyone.map((await anyone.profile()).id, both).expect(422);
  });

  it('stays in the one meeting that is named', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    const meeting = await robin.meeting(['Speaker1']);
    await robin.meeting(['Speaker1']);
    const body = { speaker_name: 'Speaker1', meeting_id: meeting.id };
    expect((await robin.map(id, body).expect(200)).body).toMatchObject({ mapped_meetings: 1 });
    expect(await robin.speakers()).toEqual([
      ['Speaker1', 1, 'John Doe'],
      ['Speaker1', 1, null],
    ]);
  });

  it('counts a meeting once in which two speakers have the name, and maps both', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    const { id: meetingId } = await robin.meeting(['Jane', 'Jane']);
    const answer = await robin.map(id, { speaker_name: 'Jane' }).expect(200);
    expect(answer.body).toMatchObject({ mapped_meetings: 1 });
    const speakers = await fixture.dataSource.manager.findBy(MeetingSpeaker, { meetingId });
    expect(speakers.map(({ profileId }) => profileId)).toEqual([id, id]);
  });

  it('again is harmless', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    await robin.meeting(['Jane']);
    const first = await robin.map(id, { speaker_name: 'Jane' }).expect(200);
    await robin.map(id, { speaker_name: 'Jane' }).expect(200, first.body);
  });

  it('to another profile moves the speaker', async () => {
    const robin = await fixture.person();
    const [john, jane] = [await robin.profile(), await robin.profile({ first_name: 'Jane' })];
    await robin.meeting(['Speaker1']);
    await robin.map(john.id, { speaker_name: 'Speaker1' }).expect(200);
    await robin.map(jane.id, { speaker_name: 'Speaker1' }).expect(200);
    expect(await robin.speakers()).toEqual([['Speaker1', 1, 'Jane Doe']]);
  });

  it('reaches neither deleted meetings nor those of another workspace', async () => {
    const [robin, stranger] = [await fixture.person(), await fixture.person()];
    const { id } = await robin.profile();
    const [gone, other] = [
      await robin.meeting(['Jane'], { deletedAt: new Date() }),
      await stranger.meeting(['Jane']),
    ];
    await robin.map(id, { speaker_name: 'Jane' }).expect(404);
    for (const meeting of [gone, other]) {
      await robin
        .map(id, { speaker_name: 'Jane', meeting_id: meeting.id })
        .expect(404, { detail: 'Meeting not found' });
    }
    expect(await fixture.dataSource.manager.countBy(MeetingSpeaker, { profileId: id })).toBe(0);
  });

  it('says so when nobody has that name', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    const kims = await robin.meeting(['Kim']);
    const anywhere = await robin.map(id, { speaker_name: 'Jane' }).expect(404);
    expect(anywhere.body).toEqual({
      detail: expect.stringMatching(/^No speaker is called "Jane" in any of your meetings\./),
    });
    const here = await robin.unmap(id, { speaker_name: 'Jane', meeting_id: kims.id }).expect(404);
    expect(here.body).toEqual({
      detail: expect.stringMatching(/^No speaker is called "Jane" in this meeting\./),
    });
  });

  it.each<[string, object]>([
    ['no name', {}],
    ['an empty name', { speaker_name: '' }],
    ['a name that is a number', { speaker_name: 1 }],
    ['a name with a NUL', { speaker_name: 'a\0' }],
    ['a long name', { speaker_name: 'x'.repeat(501) }],
    ['a meeting that is none', { speaker_name: 'Jane', meeting_id: '42' }],
  ])('refuses %s', async (_what, body) => {
    await anyone.map(newId(), body).expect(422);
    await anyone.unmap(newId(), body).expect(422);
  });
});

describe('unmapping', () => {
  it('takes the profile off the name everywhere, or in one meeting', async () => {
    const robin = await fixture.person();
    const profile = await robin.profile();
    const meeting = await robin.meeting(['Jane']);
    for (let count = 0; count < 2; count += 1) await robin.meeting(['Jane']);
    await robin.map(profile.id, { speaker_name: 'Jane' }).expect(200);
    await robin
      .unmap(profile.id, { speaker_name: 'Jane', meeting_id: meeting.id })
      .expect(200, { profile, speaker_name: 'Jane', unmapped_meetings: 1 });
    const rest = await robin.unmap(profile.id, { speaker_name: 'Jane' }).expect(200);
    expect(rest.body).toMatchObject({ unmapped_meetings: 2 });
    expect(await robin.speakers()).toEqual([['Jane', 3, null]]);
  });

  it('leaves alone who has another profile', async () => {
    const robin = await fixture.person();
    const [john, jane] = [await robin.profile(), await robin.profile({ first_name: 'Jane' })];
    await robin.meeting(['Speaker1']);
    await robin.map(jane.id, { speaker_name: 'Speaker1' }).expect(200);
    const answer = await robin.unmap(john.id, { speaker_name: 'Speaker1' }).expect(200);
    expect(answer.body).toMatchObject({ unmapped_meetings: 0 });
    expect(await robin.speakers()).toEqual([['Speaker1', 1, 'Jane Doe']]);
  });
});

describe('changes at the same time', () => {
  it('to two profiles leave every meeting with one and the same of them', async () => {
    const robin = await fixture.person();
    const people = [await robin.profile(), await robin.profile({ first_name: 'Jane' })];
    for (let count = 0; count < 20; count += 1) await robin.meeting(['Speaker1', 'Speaker2']);
    const names = ['Speaker1', 'Speaker2', 'Speaker1', 'Speaker2'];
    const answers = await Promise.all(
      names.flatMap((speaker_name) =>
        people.map(({ id }) => robin.map(id, { speaker_name, all_meetings: true })),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const speakers = await robin.speakers();
    expect(speakers.map(([name, meetings]) => [name, meetings])).toEqual([
      ['Speaker1', 20],
      ['Speaker2', 20],
    ]);
    for (const [, , person] of speakers) expect(['John Doe', 'Jane Doe']).toContain(person);
  });

  it('of a profile that is being deleted leave no speaker with it', async () => {
    const robin = await fixture.person();
    for (let count = 0; count < 10; count += 1) await robin.meeting(['Speaker1']);
    for (let round = 0; round < 5; round += 1) {
      const { id } = await robin.profile();
      const [mapped, deleted] = await Promise.all([
        robin.map(id, { speaker_name: 'Speaker1', all_meetings: true }),
        robin.send('delete', `/speaker-profiles/${id}`),
      ]);
      expect([200, 404]).toContain(mapped.status);
      expect(deleted.status).toBe(204);
      expect(await robin.speakers()).toEqual([['Speaker1', 10, null]]);
    }
  });
});
