import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, Template, type Transact } from '@memo/entities';
import { buildAccount } from '@memo/testing';
import { expected, startIntake, stored } from '../../test/intake-fixture.ts';
import { UnknownTemplate } from './intake.ts';
import type { NewMeeting, NewRecording } from './new-meeting.ts';

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
    expect(made.recordings).toEqual(recordings.map(({ id, side }) => ({ id, side })));
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
    const making = fixture.intake.create(fixture.scope, meeting, {
      discard: () => {
        discarded += 1;
        return Promise.resolve();
      },
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
  async function createOver(transact: Transact, looks?: readonly number[]) {
    const meeting = fixture.aMeeting([stored()]);
    let discarded = false;
    const discard = () => {
      discarded = true;
      return Promise.resolve();
    };
    const answer = await fixture
      .intakeOver(transact, looks)
      .create(fixture.scope, meeting, { discard })
      .then(({ recordings }) => recordings.map(({ side }) => side))
      .catch((error: unknown) => (error as Error).message);
    return { answer, discarded, exists: (await fixture.meeting(meeting.id)) !== null };
  }

  const lost = () => new Error('Connection terminated unexpectedly');

  it('before the commit: no meeting, and its recording is discarded', async () => {
    const outcome = await createOver(() => Promise.reject(lost()));
    expect(outcome).toEqual({ answer: lost().message, exists: false, discarded: true });
  });

  it('after the commit: the meeting is there and is answered with, and keeps its recording', async () => {
    const outcome = await createOver(async (work) => {
      await fixture.transact(work);
      throw lost();
    });
    expect(outcome).toEqual({ answer: [0], exists: true, discarded: false });
  });

  it('while the commit is still going on: it is waited for, and not taken for nothing', async () => {
    const { promise: committing, resolve: commit } = Promise.withResolvers<null>();
    let ended: Promise<unknown> = Promise.resolve();
    const outcome = await createOver(async (work) => {
      await new Promise<void>((done) => {
        ended = fixture.transact(async (tx) => {
          const result = await work(tx);
          done();
          await committing;
          return result;
        });
      });
      setTimeout(() => commit(null), 150);
      throw lost();
    });
    await ended;
    expect(outcome).toEqual({ answer: [0], exists: true, discarded: false });
  });

  it('that cannot be asked about: the recording is kept, and a repeat under the key is advised', async () => {
    const { promise: committing, resolve: commit } = Promise.withResolvers<null>();
    let ended: Promise<unknown> = Promise.resolve();
    const outcome = await createOver(
      async (work) => {
        await new Promise<void>((done) => {
          ended = fixture.transact(async (tx) => {
            await work(tx);
            done();
            await committing;
          });
        });
        throw lost();
      },
      [0, 1],
    );
    commit(null);
    await ended;
    expect(outcome).toMatchObject({ discarded: false });
    expect(outcome.answer).toContain('under the same Idempotency-Key');
  });
});

describe('an upload that says the same as one before', () => {
  const upload = () => fixture.aMeeting([stored()], { uploadHash: newId() });
  const again = (first: NewMeeting, columns: Partial<NewMeeting> = {}) => ({
    ...first,
    id: newId(),
    ...columns,
  });
  const create = (meeting: NewMeeting, mayRepeat = true) =>
    fixture.intake.create(fixture.scope, meeting, { mayRepeat });

  it('is that meeting, and so is one at the same moment', async () => {
    const first = upload();
    const made = await Promise.all([first, again(first), again(first)].map((one) => create(one)));
    expect(new Set(made.map(({ meetingId }) => meetingId)).size).toBe(1);
    expect(made.filter(({ isRepeat }) => isRepeat)).toHaveLength(2);
  });

  it.each<[string, (first: NewMeeting) => Promise<NewMeeting>, boolean]>([
    ['with other fields', (first) => Promise.resolve(again(first, { uploadHash: 'other' })), true],
    ['with a key of its own', (first) => Promise.resolve(again(first)), false],
    [
      'after ten minutes',
      async (first) => {
        await fixture.dataSource.query(
          `UPDATE meetings SET created_at = now() - interval '601 seconds' WHERE id = $1`,
          [first.id],
        );
        return again(first);
      },
      true,
    ],
    [
      'by somebody else',
      async (first) => {
        const other = await buildAccount(fixture.dataSource.manager);
        return again(first, { userId: other.userId });
      },
      true,
    ],
  ])('%s is a new meeting that names the first', async (_, another, mayRepeat) => {
    const first = fixture.aMeeting([{ ...stored(), sha256: newId() } as NewRecording], {
      uploadHash: newId(),
    });
    expect(await create(first)).toMatchObject({ isRepeat: false });
    const second = await another(first);
    expect(await create(second, mayRepeat)).toMatchObject({ isRepeat: false });
    expect(await fixture.meeting(first.id)).toMatchObject({ duplicateOf: null });
    expect(await fixture.meeting(second.id)).toMatchObject({ duplicateOf: first.id });
  });

  it('of a meeting that was deleted is a new one', async () => {
    const first = fixture.aMeeting([{ ...stored(), sha256: newId() } as NewRecording], {
      uploadHash: newId(),
    });
    await create(first);
    await fixture.dataSource.query('UPDATE meetings SET deleted_at = now() WHERE id = $1', [
      first.id,
    ]);
    const second = again(first);
    expect(await create(second)).toMatchObject({ isRepeat: false, meetingId: second.id });
    expect(await fixture.meeting(second.id)).toMatchObject({ duplicateOf: null });
  });

  it('with one side more is no duplicate', async () => {
    const sound = { ...stored(), sha256: newId() } as NewRecording;
    await create(fixture.aMeeting([sound], { uploadHash: newId() }));
    const both = fixture.aMeeting([sound, stored(1)], { uploadHash: newId() });
    await create(both);
    expect(await fixture.meeting(both.id)).toMatchObject({ duplicateOf: null });
  });
});
