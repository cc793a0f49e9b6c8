import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, Template, type Transact } from '@memo/entities';
import { buildAccount } from '@memo/testing';
import { expected, startIntake, stored } from '../../test/intake-fixture.ts';
import { UnknownTemplate } from './intake.ts';

let fixture: Awaited<ReturnType<typeof startIntake>>;

beforeAll(async () => {
  fixture = await startIntake();
});

afterAll(() => fixture.close());

describe('a meeting of stored recordings', () => {
  it('is there with them, its first stage queued and its making recorded', async () => {
    const meeting = fixture.aMeeting([stored(1), stored(0)]);
    const made = await fixture.intake.create(fixture.scope, meeting);
    expect(await fixture.meeting(meeting.id)).toMatchObject({
      status: 'PENDING',
      userId: fixture.scope.userId,
      workspaceId: fixture.scope.workspaceId,
      playbackKey: 'meetings/audio/0.wav',
    });
    const recordings = await fixture.recordings(meeting.id);
    expect(recordings).toMatchObject([
      { side: 0, state: 'stored', objectKey: 'meetings/audio/0.wav', expectedUntil: null },
      { side: 1, state: 'stored', objectKey: 'meetings/audio/1.wav', expectedUntil: null },
    ]);
    expect(made).toEqual(recordings.map(({ id, side }) => ({ id, side })));
    expect(await fixture.stages(meeting.id)).toEqual(['prepare queued']);
    expect(fixture.recorded).toContainEqual({
      by: 'user',
      action: 'meeting.created',
      subject: meeting.id,
      details: { recordings: 2 },
    });
  });

  it('without a title is listed under one that stands in', async () => {
    const meeting = fixture.aMeeting([stored()], { title: '' });
    await fixture.intake.create(fixture.scope, meeting);
    const made = await fixture.meeting(meeting.id);
    expect(made).toMatchObject({ title: 'Untitled meeting', titleGiven: false });
  });

  it('follows no template of another workspace, and leaves nothing behind', async () => {
    const { manager } = fixture.dataSource;
    const stranger = await buildAccount(manager);
    const template = { id: newId(), workspaceId: stranger.workspaceId, title: 'Theirs' };
    await manager.insert(Template, template);
    const meeting = fixture.aMeeting([stored()], { templateId: template.id });
    let discarded = 0;
    const making = fixture.intake.create(fixture.scope, meeting, () => {
      discarded += 1;
      return Promise.resolve();
    });
    await expect(making).rejects.toThrow(UnknownTemplate);
    expect(discarded).toBe(1);
    expect(await fixture.meeting(meeting.id)).toBeNull();
  });
});

describe('a meeting whose bytes are still to come', () => {
  it('is there, with no work to do and a day to wait', async () => {
    const meeting = fixture.aMeeting([stored(0), expected(1)]);
    await fixture.intake.create(fixture.scope, meeting);
    const made = await fixture.meeting(meeting.id);
    expect(made).toMatchObject({ status: 'PENDING', playbackKey: null });
    expect(await fixture.stages(meeting.id)).toEqual([]);
    const [, awaited] = await fixture.recordings(meeting.id);
    expect(awaited).toMatchObject({
      state: 'expected',
      objectKey: null,
      contentType: null,
      sizeBytes: null,
      sha256: null,
    });
    const hours = (Number(awaited?.expectedUntil) - Number(made?.createdAt)) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
  });
});

describe('a connection that breaks while a meeting is made', () => {
  /** Tells what became of the meeting and of its recording. */
  async function createOver(transact: Transact) {
    const meeting = fixture.aMeeting([stored()]);
    let discarded = false;
    const making = fixture.intakeOver(transact).create(fixture.scope, meeting, () => {
      discarded = true;
      return Promise.resolve();
    });
    await expect(making).rejects.toThrow('connection lost');
    return { discarded, exists: (await fixture.meeting(meeting.id)) !== null };
  }

  it('before the commit: no meeting, and its recording is discarded', async () => {
    const outcome = await createOver(() => Promise.reject(new Error('connection lost')));
    expect(outcome).toEqual({ exists: false, discarded: true });
  });

  it('after the commit: the meeting is there, and keeps its recording', async () => {
    const outcome = await createOver(async (work) => {
      await fixture.transact(work);
      throw new Error('connection lost');
    });
    expect(outcome).toEqual({ exists: true, discarded: false });
  });
});
