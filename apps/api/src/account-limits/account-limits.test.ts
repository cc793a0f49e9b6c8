import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { buildMeeting, buildWav } from '@memo/testing';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';

const mobile = '/api/v1/mobile';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi({
    ACCOUNT_MAX_STORED: '1KB',
    ACCOUNT_MAX_AUDIO_HOURS_PER_MONTH: '2',
    ACCOUNT_MAX_USD_PER_MONTH: '0.5',
  });
});

afterAll(() => fixture.close());

type Person = Awaited<ReturnType<ApiFixture['person']>>;

const upload = ({ authorization }: Person, path = '/meetings/') =>
  fixture.api
    .post(`${mobile}${path}`)
    .set('authorization', authorization)
    .field(path === '/meetings/' ? { title: 'A call' } : {})
    .attach('audio_file', buildWav(20), 'a.wav');

const run = (sql: string, values: unknown[]) => fixture.dataSource.query(sql, values);

it('a workspace that keeps as much as it may takes no further recording, and others do', async () => {
  const [robin, sam] = [await fixture.person(), await fixture.person()];
  await upload(robin).expect(201);
  await run('UPDATE recordings SET size_bytes = 1024 WHERE workspace_id = $1', [
    robin.scope.workspaceId,
  ]);
  for (const path of ['/meetings/', '/meetings/suggest-title']) {
    const answer = await upload(robin, path).expect(403);
    expect((answer.body as { detail: string }).detail).toBe(
      'This workspace keeps 1KB of recordings, the most one workspace may keep. Delete meetings that are not needed any more.',
    );
  }
  await upload(sam).expect(201);
});

it('deleting a meeting makes room at once, before anything of it is purged', async () => {
  const robin = await fixture.person();
  const { id } = (await upload(robin).expect(201)).body as { id: string };
  await run('UPDATE recordings SET size_bytes = 1024 WHERE meeting_id = $1', [id]);
  await upload(robin).expect(403);
  await fixture.api
    .delete(`${mobile}/meetings/${id}`)
    .set('authorization', robin.authorization)
    .expect(204);
  expect(await run('SELECT size_bytes FROM recordings WHERE meeting_id = $1', [id])).toEqual([
    { size_bytes: '1024' },
  ]);
  await upload(robin).expect(201);
});

it('a repeat of the upload that filled its workspace is answered with what that made', async () => {
  const robin = await fixture.person();
  const key = crypto.randomUUID();
  const made = await upload(robin).set('Idempotency-Key', key).expect(201);
  await run('UPDATE recordings SET size_bytes = 1024 WHERE workspace_id = $1', [
    robin.scope.workspaceId,
  ]);
  const repeat = await upload(robin).set('Idempotency-Key', key).expect(201);
  expect((repeat.body as { id: string }).id).toBe((made.body as { id: string }).id);
  await upload(robin).set('Idempotency-Key', crypto.randomUUID()).expect(403);
});

it('a form may name another workspace, which is asked as well', async () => {
  const [robin, full] = [await fixture.person(), await fixture.person()];
  const member = await fixture.person({ workspace: full.scope, role: 'MEMBER' });
  await upload(full).expect(201);
  await run('UPDATE recordings SET size_bytes = 1024 WHERE workspace_id = $1', [
    full.scope.workspaceId,
  ]);
  for (const path of ['/meetings/', '/meetings/suggest-title']) {
    const form = fixture.api
      .post(`${mobile}${path}`)
      .set('authorization', member.authorization)
      .field('organization', full.scope.workspaceId)
      .field(path === '/meetings/' ? { title: 'A call' } : {});
    await form.attach('audio_file', buildWav(20), 'a.wav').expect(403);
  }
  await upload(robin).expect(201);
  const { workspaceId } = full.scope;
  expect(await fixture.dataSource.manager.countBy(Meeting, { workspaceId })).toBe(1);
});

it('hours of audio are counted by the month', async () => {
  const robin = await fixture.person();
  const { id } = await buildMeeting(fixture.dataSource.manager, robin.scope);
  await run('UPDATE meetings SET duration_ms = 7200000 WHERE id = $1', [id]);
  const answer = await upload(robin).expect(403);
  expect((answer.body as { detail: string }).detail).toMatch(
    /^This workspace has uploaded 2 hours/,
  );
  await run(`UPDATE meetings SET created_at = now() - interval '32 days' WHERE id = $1`, [id]);
  await upload(robin).expect(201);
});

it('hours of audio stay counted in the month of their upload when they are deleted', async () => {
  const robin = await fixture.person();
  const uploadAndDelete = async (hours: number, daysAgo = 0) => {
    const { id } = await buildMeeting(fixture.dataSource.manager, robin.scope);
    await run(
      `UPDATE meetings SET duration_ms = $2, created_at = now() - $3 * interval '1 day' WHERE id = $1`,
      [id, hours * 3_600_000, daysAgo],
    );
    await fixture.api
      .delete(`${mobile}/meetings/${id}`)
      .set('authorization', robin.authorization)
      .expect(204);
  };
  await uploadAndDelete(5, 32);
  await uploadAndDelete(1);
  await upload(robin).expect(201);
  await uploadAndDelete(1);
  const answer = await upload(robin).expect(403);
  expect((answer.body as { detail: string }).detail).toMatch(
    /^This workspace has uploaded 2 hours/,
  );
});

it('what was spent this month stands against uploading and making anew', async () => {
  const robin = await fixture.person();
  const { id } = await buildMeeting(fixture.dataSource.manager, robin.scope);
  await run(
    `INSERT INTO ai_calls (id, workspace_id, meeting_id, stage, answer_hash, provider, model, cost_micro_usd)
     VALUES (gen_random_uuid(), $1, $2, 'transcribe', 'h', 'p', 'm', 500000)`,
    [robin.scope.workspaceId, id],
  );
  await upload(robin).expect(403);
  const answer = await fixture.api
    .post(`${mobile}/meetings/${id}/reprocess`)
    .set('authorization', robin.authorization)
    .send({ from: 'summarize' })
    .expect(403);
  expect((answer.body as { detail: string }).detail).toMatch(/spent 0.5 US dollars this month/);
});
