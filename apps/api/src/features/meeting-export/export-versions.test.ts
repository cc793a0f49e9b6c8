import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Meeting, MeetingSpeaker } from '@memo/entities';
import { Transcript } from '@memo/entities/transcripts';
import { meetings, startExports, type ExportFixture, type Said } from './test/export-fixture.ts';

let fixture: ExportFixture;

beforeAll(async () => {
  fixture = await startExports();
});

afterAll(() => fixture.close());

const said: Said[] = [['S1', 'Welcome to the review.', 0, 2_000]];

const ask = (meetingId: string, format: string, etag?: string, method = 'GET') =>
  fetch(`${fixture.url}${meetings}/${meetingId}/export?format=${format}`, {
    method,
    headers: {
      authorization: fixture.authorization,
      ...(etag !== undefined && { 'if-none-match': etag }),
    },
  });

/** Its version now. */
async function etagOf(meetingId: string, format: string): Promise<string> {
  const answer = await ask(meetingId, format, undefined, 'HEAD');
  return answer.headers.get('etag') ?? '';
}

describe('an export', () => {
  it.each(['srt', 'vtt', 'txt', 'md', 'json', 'docx', 'pdf'])(
    'is not sent again to who has it, and nothing is made: %s',
    async (format) => {
      const id = await fixture.addTranscribed({ said });
      const whole = await ask(id, format);
      expect(whole.status).toBe(200);
      expect((await whole.arrayBuffer()).byteLength).toBeGreaterThan(20);
      const etag = whole.headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
      expect(await etagOf(id, format)).toBe(etag);
      for (const method of ['GET', 'HEAD']) {
        const again = await ask(id, format, `"other", ${etag}`, method);
        expect([again.status, again.headers.get('etag')]).toEqual([304, etag]);
        expect(again.headers.get('cache-control')).toBe('private, no-cache');
        expect(await again.text()).toBe('');
      }
      expect((await ask(id, format, 'W/"other"', 'HEAD')).status).toBe(200);
    },
  );

  it('has another version in each form', async () => {
    const id = await fixture.addTranscribed({ said });
    const forms = ['srt', 'vtt', 'txt', 'md', 'json', 'docx', 'pdf'];
    const tags = await Promise.all(forms.map((format) => etagOf(id, format)));
    expect(new Set(tags).size).toBe(forms.length);
  });

  it.each([
    ['its title', (id: string) => manager().update(Meeting, { id }, { title: 'Another' })],
    ['its note', (id: string) => manager().update(Meeting, { id }, { summary: 'Badly.' })],
    [
      'the name of a speaker',
      (meetingId: string) => manager().update(MeetingSpeaker, { meetingId }, { name: 'Ann' }),
    ],
    [
      'its words',
      (meetingId: string) =>
        fixture.dataSource.query(
          `UPDATE transcripts SET segments = jsonb_set(segments, '{0,text}', '"Welcome."') WHERE meeting_id = $1`,
          [meetingId],
        ),
    ],
    [
      'what made it',
      (meetingId: string) => manager().update(Transcript, { meetingId }, { model: 'another' }),
    ],
  ])('has another version once somebody changed %s', async (_what, change) => {
    const id = await fixture.addTranscribed({ said });
    const forms = ['srt', 'txt', 'json', 'pdf'];
    const before = await Promise.all(forms.map((format) => etagOf(id, format)));
    await change(id);
    for (const [at, format] of forms.entries()) {
      const answer = await ask(id, format, before[at]);
      expect([format, answer.status]).toEqual([format, 200]);
      await answer.arrayBuffer();
    }
  });

  it('is nothing to who may not have it, though they know its version', async () => {
    const id = await fixture.addTranscribed({ said });
    const etag = await etagOf(id, 'txt');
    const stranger = await fixture.person();
    const answer = await fetch(`${fixture.url}${meetings}/${id}/export?format=txt`, {
      headers: { authorization: stranger.authorization, 'if-none-match': etag },
    });
    expect(answer.status).toBe(404);
  });
});

const manager = () => fixture.dataSource.manager;
