import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { createMeetingKeys, createS3Storage } from '@memo/storage';
import { startS3, type TestS3 } from '@memo/testing/s3';
import { waitFor } from '@memo/testing';
import { startIntake, stored } from '../../test/intake-fixture.ts';
import { createUnclaimed } from './unclaimed.ts';

const keys = createMeetingKeys('meetings/audio/');

let fixture: Awaited<ReturnType<typeof startIntake>>;
let s3: TestS3;
let storage: ReturnType<typeof createS3Storage>;

beforeAll(async () => {
  [fixture, s3] = await Promise.all([startIntake(), startS3()]);
  storage = createS3Storage(s3);
});

afterAll(async () => {
  storage.close();
  await Promise.all([fixture.close(), s3.close()]);
});

const unclaimed = () => createUnclaimed({ database: createDatabase(fixture.dataSource), storage });

/** An upload whose process was killed after its bytes were stored. */
async function abandoned(sweepSeconds = -1) {
  const meetingId = newId();
  const prefix = keys.prefix(meetingId);
  await unclaimed().writeDown(fixture.scope, { prefix, meetingId, sweepSeconds });
  await storage.putText(keys.recording(meetingId, 0, 'wav'), 'sound', 'audio/wav');
  return { meetingId, prefix };
}

const objects = (prefix: string) => storage.listKeys(prefix);
const rows = (prefix: string): Promise<unknown[]> =>
  fixture.dataSource.query('SELECT 1 FROM unclaimed_objects WHERE prefix = $1', [prefix]);

describe('what was stored and became no meeting', () => {
  it('is removed once its time has come, with the upload it was sent in', async () => {
    const { prefix } = await abandoned();
    // Never completed, as of a process that was killed meanwhile.
    const source = new Readable({ read: () => undefined });
    const sending = storage.put(`${prefix}-2.wav`, source, { contentType: 'audio/wav' });
    source.push(Buffer.alloc(6 * 1024 * 1024));
    await waitFor('the upload to be open', async () => (await s3.openUploads()).length > 0);
    await unclaimed().sweep();
    expect(await objects(prefix)).toEqual([]);
    expect(await rows(prefix)).toEqual([]);
    expect(await s3.openUploads()).toEqual([]);
    source.destroy(new Error('killed'));
    await sending.catch(() => undefined);
  });

  it('is counted, with the age of the oldest', async () => {
    const before = await unclaimed().count();
    const { prefix } = await abandoned(60);
    await fixture.dataSource.query(
      `UPDATE unclaimed_objects SET created_at = now() - interval '3 days' WHERE prefix = $1`,
      [prefix],
    );
    const { rows: counted, oldestSeconds } = await unclaimed().count();
    expect(counted).toBe(before.rows + 1);
    expect(oldestSeconds).toBeGreaterThanOrEqual(3 * 86_400);
    await unclaimed().forget(prefix);
  });

  it('is kept for longer when it is written down again, and not once its removal has begun', async () => {
    const { meetingId, prefix } = await abandoned();
    const again = { prefix, meetingId, sweepSeconds: 60 };
    await unclaimed().writeDown(fixture.scope, again);
    await unclaimed().sweep();
    expect(await objects(prefix)).toHaveLength(1);
    await fixture.dataSource.query('UPDATE unclaimed_objects SET doomed = true WHERE prefix = $1', [
      prefix,
    ]);
    await expect(unclaimed().writeDown(fixture.scope, again)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    const elsewhere = { ...fixture.scope, workspaceId: newId() };
    await unclaimed().forget(prefix);
    await unclaimed().writeDown(fixture.scope, again);
    await expect(unclaimed().writeDown(elsewhere, again)).rejects.toThrow('being removed');
    await unclaimed().forget(prefix);
  });

  it('is left alone before', async () => {
    const { prefix } = await abandoned(60);
    await unclaimed().sweep();
    expect(await objects(prefix)).toHaveLength(1);
    expect(await rows(prefix)).toHaveLength(1);
  });

  it('waits for a storage that does not answer', async () => {
    const { prefix } = await abandoned();
    const away = createS3Storage({ ...s3, endpoint: 'http://127.0.0.1:1' });
    const database = createDatabase(fixture.dataSource);
    await expect(createUnclaimed({ database, storage: away }).sweep()).rejects.toThrow(
      'could not be removed',
    );
    away.close();
    expect(await rows(prefix)).toHaveLength(1);
    await fixture.dataSource.query(
      `UPDATE unclaimed_objects SET sweep_after = now() - interval '1 second' WHERE prefix = $1`,
      [prefix],
    );
    await unclaimed().sweep();
    expect(await objects(prefix)).toEqual([]);
  });
});

describe('a meeting', () => {
  it('claims its recordings in the transaction that makes it, and the sweep leaves them', async () => {
    const { meetingId, prefix } = await abandoned();
    const meeting = fixture.aMeeting([stored()], { id: meetingId });
    await fixture.intake.create(fixture.scope, meeting, { claims: prefix });
    expect(await rows(prefix)).toEqual([]);
    await unclaimed().sweep();
    expect(await objects(prefix)).toHaveLength(1);
  });

  it('that is just being made keeps the sweep off', async () => {
    const { meetingId, prefix } = await abandoned();
    const meeting = fixture.aMeeting([stored()], { id: meetingId });
    await fixture.intake.create(fixture.scope, meeting, {
      claims: prefix,
      alongside: async () => {
        await unclaimed().sweep();
      },
    });
    expect(await objects(prefix)).toHaveLength(1);
  });

  it('is not made of what is being removed', async () => {
    const { meetingId, prefix } = await abandoned();
    const meeting = fixture.aMeeting([stored()], { id: meetingId });
    await unclaimed().sweep();
    const making = fixture.intake.create(fixture.scope, meeting, { claims: prefix });
    await expect(making).rejects.toMatchObject({ code: 'upload_too_slow' });
    expect(await fixture.meeting(meetingId)).toBeNull();
  });
});
