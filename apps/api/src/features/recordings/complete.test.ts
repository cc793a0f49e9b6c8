import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildTone, buildWav, waitFor } from '@memo/testing';
import {
  put,
  sha256Of,
  startRecordings,
  type Person,
  type RecordingsFixture,
} from './test/recordings-fixture.ts';

let fixture: RecordingsFixture;
let robin: Person;

beforeAll(async () => {
  fixture = await startRecordings({ UPLOADS_AT_ONCE_PER_USER: '5' });
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const sound = buildTone(1);
/** Of the same length, and no less a recording. */
const otherSound = buildTone(1, 600);

/** A recording whose bytes are in the storage, of a meeting of its own. */
async function arrived(bytes = sound) {
  const meetingId = await robin.meeting();
  const { id, upload } = await robin.initiate(meetingId, bytes);
  expect(await put(upload, bytes)).toBe(200);
  return { meetingId, id, upload };
}

const detailOf = ({ body }: { body: unknown }) => (body as { detail: string }).detail;

describe('a recording that is said to be complete', () => {
  it('and has not arrived is refused, and can be sent all the same', async () => {
    const { id, upload } = await robin.initiate(await robin.meeting(), sound);
    const early = await robin.complete(id);
    expect(early.status).toBe(409);
    expect(detailOf(early)).toContain('The storage has nothing of this recording');
    await put(upload, sound);
    await robin.completed(id);
  });

  // The storage of the tests compares the header that is signed, and never the bytes.
  it('and has other bytes than were announced is refused and removed, and can be sent again', async () => {
    const meetingId = await robin.meeting();
    const { id, upload } = await robin.initiate(meetingId, sound);
    expect(await put(upload, otherSound)).toBe(200);
    const refused = await robin.complete(id);
    expect(refused.status).toBe(409);
    expect(detailOf(refused)).toContain('its SHA-256 is another');
    expect(await fixture.objectsOf(meetingId)).toEqual([]);
    expect(await fixture.openUploads()).toEqual([]);
    expect(await fixture.stages(meetingId)).toEqual([]);
    await put(upload, sound);
    expect(await robin.completed(id)).toMatchObject({ sha256: sha256Of(sound) });
  });

  it('and has another length is refused before it is read, and removed', async () => {
    const { meetingId, id } = await arrived();
    await fixture.writeObject(`meetings/audio/${meetingId}/incoming/${id}`, 'short');
    const refused = await robin.complete(id);
    expect(refused.status).toBe(409);
    expect(detailOf(refused)).toContain(`${sound.length} bytes were, and it has 5`);
    expect(await fixture.objectsOf(meetingId)).toEqual([]);
  });

  it('and is no audio, whatever it is called, is refused and removed', async () => {
    const page = Buffer.from(`<html>${'x'.repeat(5_000)}</html>`);
    const { meetingId, id } = await arrived(page);
    const refused = await robin.complete(id);
    expect(refused.status).toBe(400);
    expect(detailOf(refused)).toMatch(/^Invalid audio file format/);
    expect(await fixture.objectsOf(meetingId)).toEqual([]);
    expect((await fixture.recording(id))?.state).toBe('expected');
  });

  it('twice, or by five at once, is stored once and answered alike', async () => {
    // Large enough to be stored in parts.
    const long = buildWav(6 * 1024 * 1024);
    const { meetingId, id } = await arrived(long);
    const answers = await Promise.all(Array.from({ length: 5 }, () => robin.completed(id)));
    answers.push(await robin.completed(id));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await fixture.stages(meetingId)).toEqual(['prepare queued']);
    const { objectKey } = (await fixture.recording(id)) ?? {};
    expect(await fixture.objectsOf(meetingId)).toEqual([objectKey]);
    // It is nobody's no more, and stays when all that is left of the others is swept.
    const swept: unknown[] = await fixture.dataSource.query(
      `UPDATE unclaimed_objects SET sweep_after = now() - interval '1 second'
       WHERE prefix LIKE '%' || $1 || '%' RETURNING prefix`,
      [id],
    );
    expect(swept.length).toBeGreaterThan(0);
    await waitFor('the sweeper', async () => {
      const left: unknown[] = await fixture.dataSource.query(
        `SELECT 1 FROM unclaimed_objects WHERE prefix LIKE '%' || $1 || '%'`,
        [id],
      );
      return left.length === 0;
    });
    expect(await fixture.objectsOf(meetingId)).toEqual([objectKey]);
  });

  it('by more at once than may be is asked to wait', async () => {
    const { meetingId, id } = await arrived();
    const held = await fixture.hold(meetingId);
    const five = Promise.all(Array.from({ length: 5 }, () => robin.completed(id)));
    await held.waiting(5);
    const busy = await robin.complete(id);
    expect([busy.status, busy.headers['retry-after']]).toEqual([503, '10']);
    await held.letGo();
    expect(await five).toHaveLength(5);
    await robin.completed(id);
  });

  it('stays what it was when its address is written to again, and that is swept', async () => {
    const { meetingId, id, upload } = await arrived();
    await robin.completed(id);
    const kept = await fixture.objectsOf(meetingId);
    expect(await put(upload, otherSound)).toBe(200);
    expect(await robin.completed(id)).toMatchObject({ sha256: sha256Of(sound) });
    const audio = await robin.get(`/meetings/${meetingId}/audio`).expect(200);
    expect(sha256Of(audio.body as Buffer)).toBe(sha256Of(sound));
    await fixture.dataSource.query(
      `UPDATE unclaimed_objects SET sweep_after = now() - interval '1 second' WHERE prefix LIKE '%' || $1`,
      [id],
    );
    await waitFor('the sweeper', async () => (await fixture.objectsOf(meetingId)).length === 1);
    expect(await fixture.objectsOf(meetingId)).toEqual(kept);
  });

  it('of a meeting that is deleted meanwhile is not there any more', async () => {
    const { meetingId, id } = await arrived();
    const held = await fixture.hold(meetingId);
    const completing = robin.complete(id);
    await held.waiting(1);
    await held.letGo('UPDATE meetings SET deleted_at = now() WHERE id = $1');
    const answer = await completing;
    expect([answer.status, detailOf(answer)]).toEqual([404, 'Recording not found']);
    expect(await fixture.stages(meetingId)).toEqual([]);
    const later = await robin.complete(id);
    expect([later.status, detailOf(later)]).toEqual([404, 'Recording not found']);
  });

  it('while other bytes are announced for it is refused, and waits for those', async () => {
    const { meetingId, id } = await arrived();
    const announced = { sizeBytes: 1, sha256: 'f'.repeat(64), contentType: 'audio/wav' };
    const held = await fixture.hold(meetingId);
    const completing = robin.complete(id);
    await held.waiting(1);
    await held.letGo('UPDATE recordings SET announced = $2 WHERE meeting_id = $1', [announced]);
    const answer = await completing;
    expect(answer.status).toBe(409);
    expect(detailOf(answer)).toContain('initiated again with other bytes');
    expect((await fixture.recording(id))?.state).toBe('expected');
  });

  it('of which the answer of the database is lost is complete', async () => {
    const { meetingId, id } = await arrived();
    const storing = new Set<number>();
    let lost = 0;
    const stop = fixture.proxy.listen((said, clientPort) => {
      if (said.includes('intake.store_recording')) storing.add(clientPort);
      if (!storing.has(clientPort) || lost > 0 || !said.includes('COMMIT')) return 'passes';
      lost += 1;
      return 'loses its reply';
    });
    try {
      expect(await robin.completed(id)).toMatchObject({ status: 'stored' });
    } finally {
      stop();
    }
    expect(lost).toBe(1);
    expect(await fixture.stages(meetingId)).toEqual(['prepare queued']);
  });
});

describe('a recording of somebody else', () => {
  it('is not there, and changes nothing', async () => {
    const { id } = await arrived();
    const kim = await fixture.person();
    for (const named of [{}, { 'X-Workspace-Id': kim.scope.workspaceId }]) {
      const answer = await kim.post(`/recordings/${id}/complete/`).set(named);
      expect([answer.status, detailOf(answer)]).toEqual([404, 'Recording not found']);
    }
    expect((await fixture.recording(id))?.state).toBe('expected');
  });

  it('is completed by a member of its workspace, and not by one who only looks', async () => {
    const { id } = await arrived();
    const kim = await fixture.person();
    await kim.join(robin.scope, 'VIEWER');
    expect((await kim.complete(id)).status).toBe(403);
    const lee = await fixture.person();
    await lee.join(robin.scope, 'MEMBER');
    await lee.completed(id);
  });
});
