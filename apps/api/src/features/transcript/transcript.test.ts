import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildMeeting, buildPartialTranscript } from '@memo/testing';
import {
  pathOf,
  say,
  startTranscripts,
  type Editor,
  type TranscriptFixture,
} from './test/transcript-fixture.ts';

let fixture: TranscriptFixture;
let robin: Editor;

beforeAll(async () => {
  fixture = await startTranscripts();
  robin = await fixture.person();
});

afterAll(() => fixture.close());

const dialogue = () => [say(0, 'We ship on Friday.'), say(1, 'Good.', 'S2'), say(2, 'Bye now.')];

describe('GET …/transcript/', () => {
  it('has the segments with their ids and speakers, under each of its paths', async () => {
    const id = await robin.meeting(dialogue());
    const transcript = await robin.read(id);
    expect(transcript).toMatchObject({
      ...{ meeting_id: id, status: 'COMPLETED', generation: 1, is_finished: true, partial: null },
      ...{ edited: false, edits: 0, total_segments: 3, next_cursor: null },
      engine: { provider: 'test', model: 'test' },
    });
    expect(transcript.speakers[1]).toEqual({
      ...{ key: 'S2', label: 'Speaker2', name: null, profile_id: null },
    });
    expect(transcript.segments[1]).toEqual({
      ...{ id: 1, speaker_key: 'S2', speaker: 'Speaker2', text: 'Good.' },
      ...{ start_ms: 10_000, end_ms: 10_400 },
    });
    for (const prefix of ['/api/v1/web', '/api']) {
      const path = `${prefix}/transcription/meetings/${id}/transcript`;
      expect((await robin.ask('get', path).expect(200)).body).toEqual(transcript);
    }
  });

  it.each(['new', 'old'] as const)(
    'brings words where they are asked for (%s form)',
    async (form) => {
      const id = await robin.meeting(dialogue(), {}, form);
      const { segments } = await robin.read(id, '?words=true&limit=1');
      expect(segments).toHaveLength(1);
      expect(segments[0]?.words?.[1]).toEqual({
        ...{ text: 'ship', start_ms: 500, end_ms: 900, confidence: 0.9 },
      });
    },
  );

  it('is read in pages, by time and from a cursor on', async () => {
    const id = await robin.meeting(dialogue());
    const idsOf = async (query: string) => {
      const { segments, next_cursor: next } = await robin.read(id, query);
      return { ids: segments.map((segment) => segment.id), next };
    };
    expect((await idsOf('?from=10000&to=20000')).ids).toEqual([1]);
    expect((await idsOf('?from=10399&to=20001')).ids).toEqual([1, 2]);
    const first = await idsOf('?limit=2');
    expect(first.ids).toEqual([0, 1]);
    expect(await idsOf(`?limit=2&cursor=${String(first.next)}`)).toEqual({ ids: [2], next: null });
    // The next one is gone by then: it is part of the one before.
    await robin.post(id, 'segments/merge', { segment_ids: [1, 2] }).expect(200);
    expect((await idsOf(`?limit=2&cursor=${String(first.next)}`)).ids).toEqual([]);
  });

  it('shows what is there of one in the making, and nothing of none', async () => {
    const { manager } = fixture.dataSource;
    const meeting = await buildMeeting(manager, robin.scope, { status: 'PROCESSING' });
    expect(await robin.read(meeting.id)).toMatchObject({ segments: [], is_finished: false });
    await buildPartialTranscript(manager, robin.scope, meeting.id, ['So far']);
    expect(await robin.read(meeting.id)).toMatchObject({
      is_finished: false,
      partial: { chunks_done: 1, chunks_total: 3, covered_ms: 1_000 },
      speakers: [{ key: 'S1', label: 'Speaker1', name: null, profile_id: null }],
      segments: [{ text: 'So far', speaker: 'Speaker1' }],
    });
    const answer = await robin.patch(meeting.id, 0, { text: 'Mine' }).expect(409);
    expect(answer.body).toEqual({
      detail: 'This meeting has no finished transcript yet. Edit it once its status is COMPLETED.',
    });
  });

  it('is sent once for each version of it', async () => {
    const id = await robin.meeting(dialogue());
    const get = (etag = '') => robin.ask('get', `${pathOf(id)}/`).set('If-None-Match', etag);
    const first = await get().expect(200);
    const etag = String(first.get('ETag'));
    expect((await get(etag).expect(304)).text).toBe('');
    await robin
      .ask('get', `${pathOf(id)}/?words=true`)
      .set('If-None-Match', etag)
      .expect(304);
    const edited = await robin.patch(id, 0, { text: 'We ship on Monday.' }).expect(200);
    const second = await get(etag).expect(200);
    expect(second.get('ETag')).toBe(edited.get('ETag'));
    const rename = { old_speaker_name: 'Speaker2', new_speaker_name: 'Ann' };
    await fixture.api
      .put(`/api/v1/mobile/meetings/${id}/speaker-names`)
      .set('authorization', robin.authorization)
      .send(rename)
      .expect(200);
    const third = await get(String(second.get('ETag'))).expect(200);
    expect(third.body).toMatchObject({ speakers: [{ name: null }, { name: 'Ann' }] });
  });

  it('of 95 minutes takes no more than three times its text', async () => {
    const words = [
      'budget',
      'ship',
      'quarter',
      'launch',
      'we',
      'on',
      'and',
      'the',
      'risk',
      'price',
    ];
    const segments = Array.from({ length: 600 }, (_, id) => {
      const said = Array.from({ length: 24 }, (__, n) => words[(id * 7 + n * n * 3 + n) % 10]);
      return say(id, `${said.join(' ')} ${(id * 7_919) % 10_007}.`, id % 2 === 0 ? 'S1' : 'S2');
    });
    const id = await robin.meeting(segments);
    const response = await fetch(`${fixture.url}${pathOf(id)}/`, {
      headers: { authorization: robin.authorization, 'accept-encoding': 'gzip' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const body = await response.text();
    const text = segments.map((segment) => segment.text).join('\n');
    const sent = gzipSync(body).length;
    expect(gunzipSync(gzipSync(body)).length).toBeGreaterThan(60_000);
    expect(sent).toBeLessThanOrEqual(3 * gzipSync(text).length);
  });

  it('is not there for somebody of another workspace, and read by who only looks', async () => {
    const id = await robin.meeting(dialogue());
    const stranger = await fixture.person();
    await stranger.ask('get', `${pathOf(id)}/`).expect(404);
    await stranger.ask('get', `${pathOf(id)}/edits`).expect(404);
    const viewer = await fixture.person({ workspace: robin.scope, role: 'VIEWER' });
    expect((await viewer.read(id)).segments).toHaveLength(3);
    await viewer.patch(id, 0, { text: 'Mine' }).expect(403);
  });

  it.each(['?from=-1', '?to=soon', '?limit=0', '?cursor=e30', '?words=yes', '?until=3'])(
    'refuses %s',
    async (query) => {
      const id = await robin.meeting(dialogue());
      await robin.ask('get', `${pathOf(id)}/${query}`).expect(422);
    },
  );
});
