import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildMeeting } from '@memo/testing';
import { WorkspaceMember } from '@memo/entities';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import type { TranscriptionStatus } from './transcription.schemas.ts';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

it("counts the caller's meetings and says honestly what the engine is good for", async () => {
  const [{ user, authorization }, stranger] = [await fixture.register(), await fixture.register()];
  const { manager } = fixture.dataSource;
  for (const [userId, status] of [
    [user.id, 'FAILED'],
    [user.id, 'PENDING'],
    [user.id, 'PENDING'],
    [stranger.user.id, 'PENDING'],
  ] as const) {
    const member = await manager.findOneByOrFail(WorkspaceMember, { userId });
    await buildMeeting(manager, { ...member, isAdmin: false, origin: null }, { status });
  }
  const answer = await fixture.api
    .get('/api/v1/mobile/meetings/transcription/status')
    .set('authorization', authorization)
    .expect(200);
  const { engine, meetings } = answer.body as TranscriptionStatus;
  expect(meetings).toEqual({ pending: 2, processing: 0, completed: 0, failed: 1 });
  expect(engine).toMatchObject({ name: 'offline' });
  expect(engine.description).toMatch(/^Basic offline English engine/);
});
