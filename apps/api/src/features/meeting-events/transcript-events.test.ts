import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import {
  buildMeeting,
  buildPartialTranscript,
  buildTranscript,
  type UserScope,
} from '@memo/testing';
import { PartialTranscript } from '@memo/entities/transcripts';
import type { EntityManager } from 'typeorm';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { startFollower } from './test/follower.ts';

let fixture: ApiFixture;
let manager: EntityManager;
let scope: UserScope;
let authorization: string;

beforeAll(async () => {
  fixture = await startApi();
  ({ manager } = fixture.dataSource);
  ({ scope, authorization } = await fixture.person());
});

afterAll(() => fixture.close());

const follow = (id: string) =>
  startFollower(`${fixture.url}/api/v1/mobile/meetings/${id}/events`, { authorization });

describe('the events of a meeting', () => {
  it('say when there are more words to read, when all are there, and whether to check them', async () => {
    const { id } = await buildMeeting(manager, scope, { status: 'PROCESSING' });
    const follower = await follow(id);
    await follower.event(1);
    await buildPartialTranscript(manager, scope, id, ['Good morning.']);
    await follower.event(2);
    const more = { chunksDone: 2, coveredMs: 5_000 };
    await manager.update(PartialTranscript, { meetingId: id }, more);
    await follower.event(3);
    await buildTranscript(manager, scope, id, ['Good morning.', 'Hello.']);
    await follower.event(4);
    await manager.update(
      Meeting,
      { id },
      {
        status: 'COMPLETED',
        analyticsStatus: 'COMPLETED',
        dashboardStatus: 'NOT_CONFIGURED',
        needsReview: true,
      },
    );
    await follower.end();
    const told = follower.events.map(({ data }) => [data.transcription_partial, data.needs_review]);
    expect(told).toEqual([
      [null, false],
      [{ chunks_done: 1, chunks_total: 3, covered_ms: 1_000 }, false],
      [{ chunks_done: 2, chunks_total: 3, covered_ms: 5_000 }, false],
      [null, false],
      [null, true],
      [null, true],
    ]);
  });

  it('leave out words of an earlier run, and of another workspace', async () => {
    const stranger = await fixture.person();
    const older = await buildMeeting(manager, scope, { status: 'FAILED', generation: 2 });
    await buildPartialTranscript(manager, scope, older.id, ['Out of date.']);
    const misplaced = await buildMeeting(manager, scope, { status: 'FAILED' });
    await buildPartialTranscript(manager, stranger.scope, misplaced.id, ['Not yours.']);
    for (const { id } of [older, misplaced]) {
      const follower = await follow(id);
      await follower.end();
      expect(follower.events).toMatchObject([
        { event: 'progress', data: { id, transcription_partial: null } },
        { event: 'done', data: { id } },
      ]);
    }
  });

  it('say of a meeting that failed how much of it can be read', async () => {
    const { id } = await buildMeeting(manager, scope, { status: 'FAILED' });
    await buildPartialTranscript(manager, scope, id, ['Good morning.']);
    const follower = await follow(id);
    await follower.end();
    expect(follower.events.at(-1)).toMatchObject({
      event: 'done',
      data: { transcription_partial: { chunks_done: 1, chunks_total: 3, covered_ms: 1_000 } },
    });
  });
});
