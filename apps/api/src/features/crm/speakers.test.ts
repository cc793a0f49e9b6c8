import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeetingSpeaker } from '@memo/entities';
import type { WireMeetingPage } from './speakers.schemas.ts';
import { crm, startCrm, type CrmFixture, type Person } from './test/crm-fixture.ts';

let fixture: CrmFixture;
/** For what does not depend on what a person has. */
let anyone: Person;

beforeAll(async () => {
  fixture = await startCrm();
  anyone = await fixture.person();
});

afterAll(() => fixture.close());

const titles = (page: unknown) => (page as WireMeetingPage).data.map(({ title }) => title);

describe('GET /crm/speakers', () => {
  it('lists everyone by name, those in most meetings first, with the profile', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile({ email: 'john@example.com', company: 'Acme Corp' });
    for (let count = 0; count < 2; count += 1) await robin.meeting(['John Doe', 'Speaker2']);
    await robin.meeting(['John Doe']);
    await robin.map(id, { speaker_name: 'John Doe' }).expect(200);
    await robin.send('get', '/speakers').expect(200, {
      speakers: [
        {
          speaker_name: 'John Doe',
          meeting_count: 3,
          profile: {
            id,
            first_name: 'John',
            middle_name: null,
            last_name: 'Doe',
            full_name: 'John Doe',
            email: 'john@example.com',
            phone: null,
            company: 'Acme Corp',
            designation: null,
            notes: null,
          },
        },
        { speaker_name: 'Speaker2', meeting_count: 2, profile: null },
      ],
      total: 2,
    });
  });

  it('lists a label twice that has a profile in one meeting and none in others', async () => {
    const robin = await fixture.person();
    const profile = await robin.profile();
    const meeting = await robin.meeting(['Speaker1']);
    for (let count = 0; count < 2; count += 1) await robin.meeting(['Speaker1']);
    await robin.map(profile.id, { speaker_name: 'Speaker1', meeting_id: meeting.id }).expect(200);
    expect(await robin.speakers()).toEqual([
      ['Speaker1', 2, null],
      ['Speaker1', 1, 'John Doe'],
    ]);
  });

  it('counts a meeting once in which two speakers have one name', async () => {
    const robin = await fixture.person();
    await robin.meeting(['Jane', 'Jane']);
    expect(await robin.speakers()).toEqual([['Jane', 1, null]]);
  });

  it('leaves out deleted meetings and those of other workspaces', async () => {
    const [robin, stranger] = [await fixture.person(), await fixture.person()];
    await robin.meeting(['Jane'], { deletedAt: new Date() });
    await stranger.meeting(['Kim']);
    await robin.send('get', '/speakers').expect(200, { speakers: [], total: 0 });
  });

  it('gives one page with the total of all, also past the end', async () => {
    const robin = await fixture.person();
    await robin.meeting(['Ada', 'Ben', 'Cleo']);
    const page = await robin.send('get', '/speakers?page=2&limit=2').expect(200);
    expect(page.body).toMatchObject({ speakers: [{ speaker_name: 'Cleo' }], total: 3 });
    await robin.send('get', '/speakers?page=9').expect(200, { speakers: [], total: 3 });
  });

  it.each(['page=0', 'limit=0', 'limit=1001', 'limit=1e9', 'page=x'])(
    'refuses %s',
    async (query) => {
      await anyone.send('get', `/speakers?${query}`).expect(422);
    },
  );

  it('is for those who are signed in', async () => {
    await fixture.api.get(`${crm}/speakers`).expect(401);
  });
});

describe('GET /crm/speakers/{speaker_name}/meetings', () => {
  it('pages through the meetings of a name, newest first', async () => {
    const robin = await fixture.person();
    for (const day of [1, 2, 3]) {
      const createdAt = new Date(Date.UTC(2026, 0, day));
      await robin.meeting(['Jane', 'Jane'], { title: `Day ${day}`, createdAt });
    }
    await robin.meeting(['Kim']);
    const first = await robin.send('get', '/speakers/Jane/meetings?limit=2').expect(200);
    expect(first.body).toMatchObject({ total: 3, page: 1, limit: 2, total_pages: 2 });
    expect(titles(first.body)).toEqual(['Day 3', 'Day 2']);
    const last = await robin.send('get', '/speakers/Jane/meetings?page=2&limit=2').expect(200);
    expect(titles(last.body)).toEqual(['Day 1']);
    expect(last.body).toMatchObject({ data: [{ progress: { stage: 'prepare', percent: 0 } }] });
  });

  it.each(['A/B', '100 %', '%41', '🎙️ Zoë', "O'Neil; --", 'a?b#c', '  two  spaces '])(
    'finds %j exactly as it is displayed',
    async (name) => {
      const { id } = await anyone.meeting([name]);
      const path = `/speakers/${encodeURIComponent(name)}/meetings`;
      const answer = await anyone.send('get', path).expect(200);
      expect((answer.body as WireMeetingPage).data.map((meeting) => meeting.id)).toEqual([id]);
    },
  );

  it('does not find a label behind a given name, or a name in other letters', async () => {
    const robin = await fixture.person();
    await robin.meeting(['Jane']);
    for (const name of ['Speaker1', 'jane', 'Jan']) {
      const answer = await robin.send('get', `/speakers/${name}/meetings`).expect(200);
      expect(answer.body).toEqual({ data: [], total: 0, page: 1, limit: 20, total_pages: 0 });
    }
  });

  it('shows a stranger nothing, and nobody a deleted meeting', async () => {
    const [robin, stranger] = [await fixture.person(), await fixture.person()];
    await robin.meeting(['Jane']);
    await robin.meeting(['Jane'], { deletedAt: new Date() });
    const own = await robin.send('get', '/speakers/Jane/meetings').expect(200);
    expect(own.body).toMatchObject({ total: 1 });
    const other = await stranger.send('get', '/speakers/Jane/meetings').expect(200);
    expect(other.body).toMatchObject({ data: [], total: 0 });
  });

  it.each(['Jane/meetings?limit=101', 'Jane/meetings?page=0', 'a%00b/meetings'])(
    'refuses %s',
    async (path) => {
      await anyone.send('get', `/speakers/${path}`).expect(422);
    },
  );

  it('refuses a name longer than any, and one that is no text', async () => {
    await anyone.send('get', `/speakers/${'x'.repeat(501)}/meetings`).expect(422);
    await anyone.send('get', '/speakers/%ff/meetings').expect(400);
  });
});

describe('GET /crm/speaker-profiles/{id}/meetings', () => {
  it('is the history of a person under whatever names, newest first', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    for (const [day, name] of ['Speaker1', 'John'].entries()) {
      const createdAt = new Date(Date.UTC(2026, 0, day + 1));
      await robin.meeting([name], { title: name, createdAt });
      await robin.map(id, { speaker_name: name }).expect(200);
    }
    await robin.meeting(['Kim']);
    const answer = await robin.send('get', `/speaker-profiles/${id}/meetings`).expect(200);
    expect(answer.body).toMatchObject({ total: 2, page: 1, limit: 20, total_pages: 1 });
    expect(titles(answer.body)).toEqual(['John', 'Speaker1']);
  });

  it('is empty for somebody who was in no meeting, or in deleted ones', async () => {
    const robin = await fixture.person();
    const { id } = await robin.profile();
    const meeting = await robin.meeting(['Jane'], { deletedAt: new Date() });
    await fixture.dataSource.manager.update(
      MeetingSpeaker,
      { meetingId: meeting.id },
      { profileId: id },
    );
    const answer = await robin.send('get', `/speaker-profiles/${id}/meetings`).expect(200);
    expect(answer.body).toMatchObject({ data: [], total: 0 });
  });

  it("does not open another workspace's profile", async () => {
    const [robin, stranger] = [await fixture.person(), await fixture.person()];
    const { id } = await robin.profile();
    await stranger
      .send('get', `/speaker-profiles/${id}/meetings`)
      .expect(404, { detail: 'Speaker profile not found' });
  });
});
