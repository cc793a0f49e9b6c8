import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingGeneration, newId } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { TranscriptGeneration } from '@memo/entities/transcripts';
import { AppError } from '@memo/errors';
import { createUnclaimed } from '@memo/meetings';
import { createMeetingKeys, createS3Storage } from '@memo/storage';
import {
  buildAccount,
  buildMeeting,
  createTestDatabase,
  type TestDatabase,
  type UserScope,
} from '@memo/testing';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { purgeDeleted } from './purge-deleted.ts';

const keys = createMeetingKeys('meetings/audio/');

let database: TestDatabase;
let s3: TestS3;
let storage: ReturnType<typeof createS3Storage>;
let scope: UserScope;

beforeAll(async () => {
  [database, s3] = await Promise.all([createTestDatabase(), startS3()]);
  storage = createS3Storage(s3);
  scope = await buildAccount(database.dataSource.manager);
});

afterAll(async () => {
  storage.close();
  await Promise.all([database.close(), s3.close()]);
});

/** A deleted meeting with a recording, and a chunk that a late worker wrote. */
async function deletedMeeting(secondsAgo: number): Promise<Meeting> {
  const { manager } = database.dataSource;
  const meeting = await buildMeeting(manager, scope, {
    deletedAt: new Date(Date.now() - secondsAgo * 1_000),
  });
  await storage.putText(keys.recording(meeting.id, 0, 'wav'), 'sound', 'audio/wav');
  await storage.putText(keys.chunk(meeting.id, 1, 0), 'sound', 'audio/flac');
  return meeting;
}

const deps = () => ({
  database: createDatabase(database.dataSource),
  keys,
});

const objectsOf = ({ id }: Meeting): Promise<string[]> => storage.listKeys(keys.prefix(id));
const exists = ({ id }: Meeting): Promise<boolean> =>
  database.dataSource.manager.existsBy(Meeting, { id });

describe('purging', () => {
  it('removes every object of a deleted meeting, then its row, with all its generations', async () => {
    const meeting = await deletedMeeting(600);
    const { manager } = database.dataSource;
    const owner = { meetingId: meeting.id, workspaceId: meeting.workspaceId };
    const kept = { segments: [], words: [], provider: 'test', model: 'test' };
    await manager.insert(TranscriptGeneration, { id: newId(), ...owner, ...kept });
    await manager.insert(MeetingGeneration, { id: newId(), ...owner, generation: 1, kept: {} });
    expect(await objectsOf(meeting)).toHaveLength(2);
    await purgeDeleted({ ...deps(), storage });
    expect(await objectsOf(meeting)).toEqual([]);
    expect(await exists(meeting)).toBe(false);
    expect(await manager.countBy(MeetingGeneration, owner)).toBe(0);
    expect(await manager.countBy(TranscriptGeneration, owner)).toBe(0);
  });

  it('looks a day later for what a worker that was frozen wrote of it', async () => {
    const meeting = await deletedMeeting(600);
    await purgeDeleted({ ...deps(), storage });
    await storage.putText(keys.chunk(meeting.id, 2, 0), 'sound', 'audio/flac');
    const unclaimed = createUnclaimed({ database: createDatabase(database.dataSource), storage });
    await unclaimed.sweep();
    expect(await objectsOf(meeting)).toHaveLength(1);
    await database.dataSource.query(
      `UPDATE unclaimed_objects SET sweep_after = sweep_after - interval '1 day'`,
    );
    await unclaimed.sweep();
    expect(await objectsOf(meeting)).toEqual([]);
  });

  it('gives a stage that is still running time to notice', async () => {
    const meeting = await deletedMeeting(5);
    await purgeDeleted({ ...deps(), storage });
    expect(await exists(meeting)).toBe(true);
  });

  it('keeps the row while storage is away', async () => {
    const meeting = await deletedMeeting(600);
    const away = createS3Storage({ ...s3, endpoint: 'http://127.0.0.1:1' });
    await expect(purgeDeleted({ ...deps(), storage: away })).rejects.toThrow('for good');
    expect(await exists(meeting)).toBe(true);
    away.close();
  });

  it('waits for a storage that does not answer once, not once a meeting', async () => {
    await deletedMeeting(600);
    await deletedMeeting(600);
    let asked = 0;
    const listKeys = () => {
      asked += 1;
      return Promise.reject(new AppError('unavailable', 'No answer.'));
    };
    const purging = purgeDeleted({ ...deps(), storage: { ...storage, listKeys } });
    await expect(purging).rejects.toThrow('for good');
    expect(asked).toBe(1);
  });

  it('removes a meeting though another one fails, which the end of the sweep tells', async () => {
    const [stuck, other] = [await deletedMeeting(900), await deletedMeeting(600)];
    const listKeys = (prefix: string) =>
      prefix === keys.prefix(stuck.id)
        ? Promise.reject(new Error('no such thing'))
        : storage.listKeys(prefix);
    const purging = purgeDeleted({ ...deps(), storage: { ...storage, listKeys } });
    await expect(purging).rejects.toThrow('for good');
    expect(await exists(stuck)).toBe(true);
    expect(await exists(other)).toBe(false);
  });
});
