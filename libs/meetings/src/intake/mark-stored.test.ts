import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { buildAccount, waitFor } from '@memo/testing';
import { bytes, expected, startIntake, stored } from '../../test/intake-fixture.ts';
import type { NewRecording } from './new-meeting.ts';

let fixture: Awaited<ReturnType<typeof startIntake>>;

beforeAll(async () => {
  fixture = await startIntake();
});

afterAll(() => fixture.close());

/** A meeting in the making, and the ids of its recordings by side. */
async function make(...recordings: [NewRecording, ...NewRecording[]]) {
  const meeting = fixture.aMeeting(recordings);
  const { recordings: made } = await fixture.intake.create(fixture.scope, meeting);
  const [first = '', second = ''] = made.map(({ id }) => id);
  return { id: meeting.id, first, second };
}

describe('a recording that was expected', () => {
  it('begins its meeting when it is the last to be stored', async () => {
    const { id, first, second } = await make(expected(0), expected(1));
    expect(await fixture.arrive(second, bytes('b.wav'))).toBe('waiting');
    expect(await fixture.stages(id)).toEqual([]);
    expect(await fixture.meeting(id)).toMatchObject({ playbackKey: null });

    expect(await fixture.arrive(first, bytes('a.wav'))).toBe('began');
    expect(await fixture.stages(id)).toEqual(['prepare queued']);
    expect(await fixture.meeting(id)).toMatchObject({ status: 'PENDING', playbackKey: 'a.wav' });
    expect(await fixture.recordings(id)).toMatchObject([
      { state: 'stored', ...bytes('a.wav') },
      { state: 'stored', ...bytes('b.wav') },
    ]);
  });

  it('is told to those who keep a copy once its meeting begins, and once alone', async () => {
    const { id, first, second } = await make(expected(0), expected(1));
    await fixture.arrive(second, bytes('b.wav'));
    expect(await fixture.told(id)).toEqual([{ kind: 'meeting.created' }]);
    for (let times = 0; times < 2; times += 1) await fixture.arrive(first, bytes('a.wav'));
    expect(await fixture.told(id)).toEqual([
      { kind: 'meeting.created' },
      { kind: 'meeting.updated', fields: ['audio'] },
    ]);
  });

  it('begins its meeting in the transaction that stores it, or not at all', async () => {
    const { id, first } = await make(expected());
    const failing = fixture.transact(async (tx) => {
      expect(await fixture.intake.markStored(fixture.scope, tx, first, bytes('a.wav'))).toBe(
        'began',
      );
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await fixture.stages(id)).toEqual([]);
    expect(await fixture.recordings(id)).toMatchObject([{ state: 'expected', objectKey: null }]);
  });

  it('begins its meeting once when two are stored at the same moment', async () => {
    const { id, first, second } = await make(expected(0), expected(1));
    const marked = Promise.withResolvers<undefined>();
    const committing = Promise.withResolvers<undefined>();
    // The first is stored and not committed when the second comes.
    const earlier = fixture.transact(async (tx) => {
      const answer = await fixture.intake.markStored(fixture.scope, tx, first, bytes('a.wav'));
      marked.resolve(undefined);
      await committing.promise;
      return answer;
    });
    await marked.promise;
    const later = fixture.arrive(second, bytes('b.wav'));
    await waitFor('the second to wait for the first', async () => {
      const waiting = await fixture.dataSource.query<unknown[]>(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    committing.resolve(undefined);
    expect(await Promise.all([earlier, later])).toEqual(['waiting', 'began']);
    expect(await fixture.stages(id)).toEqual(['prepare queued']);
  });

  it('is answered alike when it is told of twice, and begins nothing more', async () => {
    const { id, first, second } = await make(expected(0), expected(1));
    for (const answer of ['waiting', 'waiting']) {
      expect(await fixture.arrive(first, bytes('a.wav'))).toBe(answer);
    }
    for (const answer of ['began', 'began']) {
      expect(await fixture.arrive(second, bytes('b.wav'))).toBe(answer);
    }
    expect(await fixture.stages(id)).toEqual(['prepare queued']);
  });

  it('keeps the bytes that came first', async () => {
    const { id, first } = await make(expected());
    await fixture.arrive(first, bytes('a.wav'));
    expect(await fixture.arrive(first, bytes('other.wav'))).toBe('unwanted');
    expect(await fixture.recordings(id)).toMatchObject([bytes('a.wav')]);
  });

  it('is not wanted by a deleted meeting or in another workspace', async () => {
    const stranger = await buildAccount(fixture.dataSource.manager);
    const { id, first } = await make(expected());
    expect(await fixture.arrive(first, bytes('a.wav'), stranger)).toBe('unwanted');
    await fixture.dataSource.manager.update(Meeting, { id }, { deletedAt: new Date() });
    expect(await fixture.arrive(first, bytes('a.wav'))).toBe('unwanted');
    expect(await fixture.stages(id)).toEqual([]);
  });
});

describe('a recording that did not come in time', () => {
  it('is waited for no longer, and its meeting stays', async () => {
    const { id, first } = await make(expected());
    expect(await fixture.intake.isAwaited(fixture.scope, id)).toBe(true);
    await fixture.expire(id);
    await fixture.intake.dropStale();
    expect(await fixture.intake.isAwaited(fixture.scope, id)).toBe(false);
    expect(await fixture.meeting(id)).toMatchObject({ status: 'PENDING', playbackKey: null });
    expect(await fixture.stages(id)).toEqual([]);
    expect(await fixture.arrive(first, bytes('late.wav'))).toBe('unwanted');
    expect(await fixture.told(id)).toEqual([{ kind: 'meeting.created' }]);
  });

  it('is dropped by the system in the audit log, with how many there were', async () => {
    const { id } = await make(expected(0), expected(1));
    await fixture.expire(id);
    for (let times = 0; times < 2; times += 1) await fixture.intake.dropStale();
    const entries = fixture.recorded.filter(({ subject }) => subject === id);
    expect(entries).toEqual([
      { by: 'user', action: 'meeting.created', subject: id, details: { recordings: 2 } },
      { by: 'system', action: 'recordings.dropped', subject: id, details: { recordings: 2 } },
    ]);
  });

  it('is dropped though the meeting before it fails, and the one that ran out first comes first', async () => {
    const later = await make(expected());
    const earlier = await make(expected());
    await fixture.expire(later.id, 1);
    await fixture.expire(earlier.id, 60);
    let transactions = 0;
    const failsFirst = fixture.intakeOver((work) => {
      transactions += 1;
      return transactions === 1
        ? Promise.reject(new Error('connection lost'))
        : fixture.transact(work);
    });
    await expect(failsFirst.dropStale()).rejects.toThrow('still waited for');
    expect(await fixture.intake.isAwaited(fixture.scope, later.id)).toBe(false);
    expect(await fixture.intake.isAwaited(fixture.scope, earlier.id)).toBe(true);
    await fixture.intake.dropStale();
    expect(await fixture.intake.isAwaited(fixture.scope, earlier.id)).toBe(false);
  });

  it('does not keep back the one that did', async () => {
    const { id } = await make(stored(0), expected(1));
    await fixture.expire(id);
    await fixture.intake.dropStale();
    expect(await fixture.recordings(id)).toMatchObject([{ side: 0, state: 'stored' }]);
    expect(await fixture.stages(id)).toEqual(['prepare queued']);
    expect(await fixture.meeting(id)).toMatchObject({ playbackKey: 'meetings/audio/0.wav' });
    expect(await fixture.told(id)).toContainEqual({ kind: 'meeting.updated', fields: ['audio'] });
  });

  it('is not given up before its time', async () => {
    const { id } = await make(expected());
    await fixture.intake.dropStale();
    expect(await fixture.intake.isAwaited(fixture.scope, id)).toBe(true);
  });
});
