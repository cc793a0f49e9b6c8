import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import type { WireMeeting } from '@memo/meetings';
import { buildTone, buildWav, waitFor } from '@memo/testing';
import { auditRows } from '../../../test/audit-rows.ts';
import {
  announce,
  put,
  sha256Of,
  startRecordings,
  type Person,
  type RecordingsFixture,
} from './test/recordings-fixture.ts';

let fixture: RecordingsFixture;
let robin: Person;

beforeAll(async () => {
  fixture = await startRecordings({ MAX_DIRECT_UPLOAD_SIZE: '1MB', ACCOUNT_MAX_STORED: '2GB' });
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const sound = buildTone(1);

const initiate = (meetingId: string, body: object, whose = robin) =>
  whose.post(`/meetings/${meetingId}/recordings/initiate/`, body);

describe('a recording that a client brings to the storage by itself', () => {
  it('begins its meeting, and is played from where its address does not lead', async () => {
    const id = await robin.meeting();
    const { upload, ...initiated } = await robin.initiate(id, sound, {
      content_type: 'audio/x-wav',
    });
    expect(initiated).toMatchObject({
      ...{ meeting: id, side: 0, filename: 'call.wav', status: 'expected' },
      ...{ content_type: 'audio/x-wav', size_bytes: sound.length, sha256: sha256Of(sound) },
    });
    const inAnHour = Date.now() + 3_600_000;
    expect(Math.abs(Date.parse(upload.expires_at) - inAnHour)).toBeLessThan(60_000);

    expect(await put(upload, sound)).toBe(200);
    const stored = await robin.completed(initiated.id);
    expect(stored).toEqual({ ...initiated, status: 'stored', content_type: 'audio/wav' });
    expect(await fixture.stages(id)).toEqual(['prepare queued']);
    const meeting = (await robin.get(`/meetings/${id}`).expect(200)).body as WireMeeting;
    expect(meeting.progress.stage).toBe('prepare');
    expect(await fixture.objectsOf(id)).toEqual([meeting.s3_audio_path]);
    const audio = await robin.get(`/meetings/${id}/audio`).expect(200);
    expect(sha256Of(audio.body as Buffer)).toBe(initiated.sha256);
    const entries = await auditRows(fixture.dataSource, { subject: id });
    expect(entries.map(({ action }) => action)).toEqual([
      'meeting.created',
      'recording.initiated',
      'recording.completed',
    ]);
  });

  it('is refused by the storage itself where it is longer, of another type or without its checksum', async () => {
    const { upload } = await robin.initiate(await robin.meeting(), sound);
    const checksum = 'x-amz-checksum-sha256';
    expect(await put(upload, Buffer.concat([sound, sound]))).toBe(403);
    expect(await put(upload, sound, { 'Content-Type': 'text/html' })).toBe(403);
    expect(await put(upload, sound, { [checksum]: 'AAAA' })).toBe(403);
    expect(await put({ ...upload, headers: { 'Content-Type': 'audio/wav' } }, sound)).toBe(403);
    expect(await put(upload, sound)).toBe(200);
  });

  it('begins its meeting with the other side of it, and not before', async () => {
    const id = await robin.meeting();
    const sides = [buildTone(1, 300), buildTone(1, 600)];
    const initiated = [];
    for (const [side, bytes] of sides.entries()) {
      initiated.push(await robin.initiate(id, bytes, { side }));
    }
    for (const [side, { upload }] of initiated.entries()) {
      expect(await put(upload, sides[side] ?? sound)).toBe(200);
    }
    const [first, second] = initiated;
    await robin.completed(second?.id ?? '');
    expect(await fixture.stages(id)).toEqual([]);
    await initiate(id, announce(sound, { side: 1 })).expect(409, {
      detail: 'Side 1 of this meeting has its recording already.',
    });
    await robin.completed(first?.id ?? '');
    expect(await fixture.stages(id)).toEqual(['prepare queued']);
    const meeting = (await robin.get(`/meetings/${id}`).expect(200)).body as WireMeeting;
    expect(meeting.s3_audio_path).toContain(first?.id);
  });

  it('stays the same one when its side is initiated again, with the bytes announced last', async () => {
    const id = await robin.meeting();
    const other = buildWav(3_000);
    const [earlier, later] = [await robin.initiate(id, sound), await robin.initiate(id, other)];
    expect(later).toMatchObject({ id: earlier.id, size_bytes: other.length });
    expect(await put(earlier.upload, sound)).toBe(200);
    expect((await robin.complete(later.id)).status).toBe(409);
    expect(await put(later.upload, other)).toBe(200);
    expect(await robin.completed(later.id)).toMatchObject({ sha256: sha256Of(other) });
  });

  it('is not waited for without end: it, and what was sent of it, goes, and its meeting stays', async () => {
    const id = await robin.meeting();
    const { id: recordingId, upload } = await robin.initiate(id, sound);
    expect(await put(upload, sound)).toBe(200);
    await fixture.dataSource.query(
      `UPDATE recordings SET expected_until = now() - interval '1 second' WHERE id = $1`,
      [recordingId],
    );
    await fixture.dataSource.query(
      `UPDATE unclaimed_objects SET sweep_after = now() - interval '1 second' WHERE prefix LIKE '%' || $1`,
      [recordingId],
    );
    await waitFor('the sweeper', async () => (await fixture.objectsOf(id)).length === 0);
    await waitFor('the sweeper', async () => (await fixture.recording(recordingId)) === null);
    const gone = await robin.complete(recordingId);
    expect([gone.status, gone.body]).toEqual([404, { detail: 'Recording not found' }]);
    const again = await robin.initiate(id, sound);
    expect(await put(again.upload, sound)).toBe(200);
    await robin.completed(again.id);
    expect(await fixture.stages(id)).toEqual(['prepare queued']);
  });
});

describe('a recording is not initiated', () => {
  it('that is larger than MAX_DIRECT_UPLOAD_SIZE', async () => {
    const large = announce(sound, { size_bytes: 1024 * 1024 + 1 });
    await initiate(await robin.meeting(), large).expect(413, {
      detail:
        'Audio file too large: the limit is 1MB. Compress the audio or record at a lower bitrate.',
    });
  });

  it.each([
    { filename: 'call.exe' },
    { filename: 'call.wav.html' },
    { content_type: 'text/html' },
    { content_type: 'application/pdf' },
  ])('that says it is no audio: %j', async (named) => {
    await initiate(await robin.meeting(), announce(sound, named)).expect(400, {
      detail: 'Invalid audio file format. Please use MP3, WAV, M4A, FLAC, WEBM, or OPUS.',
    });
  });

  it.each([
    { filename: 'CALL.M4A', content_type: 'audio/mp4;codecs="mp4a.40.2"' },
    { filename: 'call', content_type: 'application/octet-stream' },
    { filename: 'Call with Dr. Lee, 24.06.2025', content_type: 'audio/mpeg' },
    { filename: 'call.webm', content_type: 'video/webm; codecs=opus' },
  ])('but for audio, as devices name it: %j', async (named) => {
    await initiate(await robin.meeting(), announce(sound, named)).expect(201);
  });

  it('for a meeting that has begun, and for one that is not there', async () => {
    const id = await robin.meeting();
    const { id: recordingId, upload } = await robin.initiate(id, sound);
    await put(upload, sound);
    await robin.completed(recordingId);
    const answer = await initiate(id, announce(sound, { side: 1 })).expect(409);
    expect((answer.body as { detail: string }).detail).toContain('has its recordings already');
    await initiate(newId(), announce(sound)).expect(404, { detail: 'Meeting not found' });
  });

  it('where as many as may be were initiated and are not complete', async () => {
    const kim = await fixture.person();
    const id = await kim.meeting();
    await fixture.dataSource.query(
      `INSERT INTO recordings (id, workspace_id, meeting_id, side, state, expected_until, announced)
       SELECT gen_random_uuid(), $1, $2, side, 'expected', now() + interval '1 hour', '{}' FROM generate_series(2, 101) AS side`,
      [kim.scope.workspaceId, id],
    );
    const answer = await initiate(id, announce(sound), kim).expect(409);
    expect((answer.body as { detail: string }).detail).toContain('As many as 100 recordings');
    await fixture.dataSource.query('DELETE FROM recordings WHERE meeting_id = $1 AND side = 101', [
      id,
    ]);
    const { id: recordingId } = await kim.initiate(id, sound);
    // The same one again is none more.
    expect((await kim.initiate(id, sound)).id).toBe(recordingId);
  });

  it('once its workspace keeps as much as it may, and is not completed then', async () => {
    const kim = await fixture.person();
    const [id, full] = [await kim.meeting(), await kim.meeting()];
    const waiting = await kim.initiate(id, sound);
    await put(waiting.upload, sound);
    const { id: recordingId, upload } = await kim.initiate(full, sound);
    await put(upload, sound);
    await kim.completed(recordingId);
    await fixture.dataSource.query(
      'UPDATE recordings SET size_bytes = 2147483648 WHERE meeting_id = $1',
      [full],
    );
    await initiate(await kim.meeting(), announce(sound), kim).expect(403);
    expect((await kim.complete(waiting.id)).status).toBe(403);
    // What is complete stays so.
    await kim.completed(recordingId);
    await fixture.api.delete(`/api/meetings/${full}/`).set('authorization', kim.authorization);
    await kim.completed(waiting.id);
  });
});
