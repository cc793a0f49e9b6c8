import { migrate } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyAudit } from '@memo/journal';
import { auditKeys } from '../audit-rows.ts';
import { startApi, type ApiFixture } from '../api-fixture.ts';
import { password, type Session } from '../person.ts';
import { lost, unlessTakenAway } from './lost.ts';
import { askAll, old, oldAnswers, oldDatabase, release } from './old-answers.ts';

const meetings = '/api/v1/mobile/meetings';

let fixture: ApiFixture;
let authorization: string;

/** An estimate says of which day its prices are; those that are built in are looked up anew for each release. */
const pricesOfThen = JSON.stringify({ asOf: '2026-11-20', models: {} });

async function upgradedDatabase() {
  const database = await oldDatabase();
  await migrate({ url: database.url });
  return database;
}

beforeAll(async () => {
  fixture = await startApi({ AI_PRICES: pricesOfThen }, upgradedDatabase());
  const answer = await fixture.api
    .post('/api/v1/mobile/auth/login')
    .send({ email: 'robin@example.com', password })
    .expect(200);
  authorization = `Bearer ${(answer.body as Session).access_token}`;
});

afterAll(() => fixture.close());

const get = (path: string) => fixture.api.get(path).set('authorization', authorization);
const put = (path: string, body: object) =>
  fixture.api.put(path).set('authorization', authorization).send(body);

interface Meeting {
  title: string;
  status: string;
  error: unknown;
  participants: string[];
  transcription: { speaker: string; text: string }[];
}

async function read(id: string): Promise<Meeting> {
  const answer = await get(`${meetings}/${id}`).expect(200);
  return answer.body as Meeting;
}

async function found(words: string): Promise<unknown[]> {
  const answer = await get(`${meetings}/`).query({ search: words }).expect(200);
  return (answer.body as { data: { id: string }[] }).data.map(({ id }) => id);
}

// In this order: the first one reads what the others change.
describe(`a database of release ${release}, after the upgrade`, () => {
  it('is answered from as before', async () => {
    const now = await askAll(fixture, authorization);
    const then = await oldAnswers();
    expect(now.map(({ path }) => path)).toEqual(then.map(({ path }) => path));
    const missing = then.flatMap((answer, at) => lost(answer, now[at], answer.path));
    expect(unlessTakenAway(missing)).toEqual([]);
  });

  it('has a failed meeting that can be retried', async () => {
    await fixture.api
      .post(`${meetings}/${old.failed}/retry`)
      .set('authorization', authorization)
      .expect(202);
    expect(await read(old.failed)).toMatchObject({ status: 'PROCESSING', error: null });
  });

  it('has a completed meeting whose gaps can be asked about again, and that reads the same meanwhile', async () => {
    const { transcription } = await read(old.completed);
    await fixture.dataSource.query(
      `UPDATE transcripts SET coverage = coverage || jsonb_build_object('gaps', jsonb_build_array(
         jsonb_build_object('side', null, 'start_ms', 9000, 'end_ms', 12000, 'reason', 'no_words')))
       WHERE meeting_id = $1`,
      [old.completed],
    );
    await fixture.api
      .post(`${meetings}/${old.completed}/retry`)
      .set('authorization', authorization)
      .expect(202);
    expect(await read(old.completed)).toMatchObject({ status: 'PROCESSING', transcription });
  });

  it('has a completed meeting that can be reprocessed, and that reads the same meanwhile', async () => {
    const { transcription } = await read(old.twoSided);
    await fixture.api
      .post(`${meetings}/${old.twoSided}/reprocess`)
      .set('authorization', authorization)
      .send({ from: 'summarize' })
      .expect(202);
    expect(await read(old.twoSided)).toMatchObject({ status: 'PROCESSING', transcription });
    const listed = await get(`${meetings}/${old.twoSided}/generations`).expect(200);
    expect(listed.body).toMatchObject({
      generations: [
        { generation: 2, state: 'running', from: 'summarize' },
        { generation: 1, state: 'shown', from: 'upload' },
      ],
    });
  });

  it('has a meeting whose speakers can be named', async () => {
    await put(`${meetings}/${old.completed}/speaker-names`, {
      old_speaker_name: 'Speaker2',
      new_speaker_name: 'Ben Olsen',
    }).expect(200);
    const { transcription } = await read(old.completed);
    expect(transcription.map(({ speaker }) => speaker)).toEqual([
      'Ann Keller',
      'Ben Olsen',
      'Ann Keller',
      'Ben Olsen',
    ]);
  });

  it('has a meeting that can be changed, and is found by what it is called now', async () => {
    await put(`${meetings}/${old.twoSided}`, {
      title: 'Giraffes',
      participants: ['Zoë', 'Kim'],
    }).expect(200);
    expect(await read(old.twoSided)).toMatchObject({
      title: 'Giraffes',
      participants: ['Zoë', 'Kim'],
    });
    expect(await found('giraffe')).toEqual([old.twoSided]);
    expect(await found('supplier')).toEqual([]);
    expect(await found('spring')).toEqual([old.twoSided]);
  });

  it('has a meeting that can be exported under its new names', async () => {
    const { text } = await get(`${meetings}/${old.completed}/export?format=txt`).expect(200);
    expect(text).toContain('Ben Olsen: It is twenty thousand, zebra included.');
    await get(`${meetings}/${old.completed}/export?format=docx`).expect(200);
  });

  it('has a meeting that all members see, and whose maker can keep it private', async () => {
    expect(await read(old.twoSided)).toMatchObject({ visibility: 'workspace' });
    await put(`${meetings}/${old.twoSided}/visibility`, { visibility: 'private' }).expect(200);
    expect(await read(old.twoSided)).toMatchObject({ visibility: 'private', title: 'Giraffes' });
    expect(await found('giraffe')).toEqual([old.twoSided]);
  });

  it('has a meeting that can be deleted, and then is not found', async () => {
    await fixture.api
      .delete(`${meetings}/${old.completed}`)
      .set('authorization', authorization)
      .expect(204);
    await get(`${meetings}/${old.completed}`).expect(404);
    expect(await found('zebra')).toEqual([]);
  });

  it('has an audit log that is whole, old rows and new', async () => {
    const chains = [];
    for await (const chain of verifyAudit(createDatabase(fixture.dataSource), {
      keys: auditKeys,
    })) {
      chains.push(chain);
    }
    expect(chains.map(({ broken }) => broken)).toEqual([null, null]);
  });
});
