import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StatementRun } from '@memo/entities';
import { createDatabase } from '@memo/entities/connections';
import { silentLogger } from '@memo/logging';
import { createMeetingReader } from '@memo/meetings';
import { waitFor } from '@memo/testing';
import { meetingPage } from './page/meeting-page.ts';
import { sharedMeeting } from './page/shared-meeting.ts';
import { createOpens } from './public/opens.ts';
import { everything, startSharing, type SharingFixture } from './test/sharing-fixture.ts';

let fixture: SharingFixture;
let meetingId: string;

const note = {
  summary: 'We agreed on a plan.',
  summaryPoints: [{ text: 'The price goes up.', segment_ids: [1], quote: 'ten percent' }],
  keyPoints: [
    { text: 'From March on.', segment_ids: [2], quote: 'from March on', support: 'unconfirmed' },
  ],
  actionItems: [
    { task: 'Tell the customers', assigned_to: 'Ann', due_date: 'by Friday', segment_ids: [2] },
  ],
} as const;

beforeAll(async () => {
  fixture = await startSharing();
  meetingId = await fixture.addMeeting({
    columns: { ...(structuredClone(note) as object), languages: ['en'], needsReview: true },
    names: { S1: 'Ann Lee', S2: 'דנה' },
    said: [
      ['S1', 'Shall we <b>raise</b> the price?', 0],
      ['S1', 'By ten percent.', 27_000],
      ['S2', 'כן, from March on.', 31_000],
    ],
    coverage: {
      ...{ speech_ms: 60_000, transcribed_ms: 50_000, share: 0.8333, chunks: 1 },
      gaps: [{ side: null, start_ms: 40_000, end_ms: 50_000, reason: 'no_words' }],
      ...{ chunks_retried: 0, loops_removed: 0, seams_repaired: 0, speakers_matched: 0 },
    },
  });
});
afterAll(() => fixture.close());

const pageOf = async (scope: string[]): Promise<string> => {
  const { url } = await fixture.link(meetingId, { scope });
  return (await fixture.visit(url).expect(200)).text;
};

describe('the page of a link', () => {
  it('shows the note: its statements, what was said, when, and what is not certain', async () => {
    const page = await pageOf(['note']);
    expect(page).toContain('<h1 dir="auto" lang="en">Quarterly plan</h1>');
    expect(page).toContain('1:07');
    expect(page).toMatch(/The price goes up\..*“ten percent” <span class="time">0:27<\/span>/s);
    expect(page).toMatch(/From March on\. <span class="mark" lang="en">unconfirmed<\/span>/);
    expect(page).toMatch(/Tell the customers.*Ann.*by Friday/s);
    expect(page).toContain('Not transcribed: 0:40–0:50 (no words were recognised).');
    expect(page).toContain('Too much of what was said may be missing here.');
    expect(page).not.toContain('id="transcript"');
    expect(page).not.toContain('<audio');
  });

  it('shows the transcript: by speaker, with names and times, each text at its own side', async () => {
    const page = await pageOf(['transcript']);
    expect(page).toContain('<h3 dir="auto" lang="">Ann Lee</h3>');
    expect(page).toContain('<h3 dir="auto" lang="">דנה</h3>');
    expect(page).toContain('<a class="time" href="#s1">0:27</a><span>By ten percent.</span>');
    expect(page).toContain('transcript covers 83.3% of 1:00 of speech');
    expect(page).not.toContain('id="note"');
  });

  it('has markup of its own alone, and no script', async () => {
    const page = await pageOf(everything);
    expect(page).toContain('Shall we &lt;b&gt;raise&lt;/b&gt; the price?');
    expect(page).not.toMatch(/<script|<link|javascript:|\son\w+=|https?:\/\//i);
    expect(page).toContain('<a class="time" href="#s1">0:27</a></blockquote>');
  });

  it('says so where there is no note or transcript yet', async () => {
    const bare = await fixture.addMeeting({ columns: { summary: null }, said: [] });
    const { url } = await fixture.link(bare);
    const { text } = await fixture.visit(url).expect(200);
    expect(text).toContain('There is no note of this meeting yet.');
    expect(text).toContain('No words were recognised in this recording.');
  });

  it('lets a browser do nothing with it but show it, and keep no copy', async () => {
    const { url } = await fixture.link(meetingId);
    const answer = await fixture.visit(url).expect(200);
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(answer.text) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; media-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`,
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.headers).not.toHaveProperty('etag');
  });

  it('shows what messengers add parameters to', async () => {
    const { url } = await fixture.link(meetingId);
    await fixture.visit(url).query({ fbclid: 'x' }).expect(200);
  });

  it('says of a statement whose words were corrected that its quote is not said any more', async () => {
    const reader = createMeetingReader(createDatabase(fixture.dataSource));
    const found = await reader.finished(fixture.owner.scope, meetingId, { words: false });
    if (found?.transcript == null) throw new Error('The meeting is not there');
    const segments = found.transcript.segments.map((segment) =>
      segment.id === 1 ? { ...segment, text: 'By two percent.' } : segment,
    );
    const corrected = { ...found, transcript: { ...found.transcript, segments, lineage: [] } };
    const pages = [found, corrected].map((meeting) =>
      [...meetingPage(sharedMeeting(meeting, ['note']), '/')].join(''),
    );
    expect(pages.map((page) => page.split('quote changed').length - 1)).toEqual([0, 1]);
    expect(pages[1]).toMatch(
      /“ten percent” <span class="time">0:27<\/span>.*quote changed.*does not say these words any more/s,
    );
  });

  it('follows what the meeting is now', async () => {
    const id = await fixture.addMeeting();
    const { url } = await fixture.link(id, { scope: ['note'] });
    await fixture.api
      .patch(`/api/v1/mobile/meetings/${id}`)
      .set('authorization', fixture.owner.authorization)
      .send({ title: 'Another title' })
      .expect(200);
    expect((await fixture.visit(url)).text).toContain('Another title');
  });
});

describe('how often a link was opened', () => {
  const countOf = async (linkId: string) =>
    (await fixture.list(meetingId)).find(({ id }) => id === linkId);

  it('is counted, and not when only its headers are asked for', async () => {
    const { id, url } = await fixture.link(meetingId);
    await fixture.api.head(new URL(url).pathname).expect(200);
    await fixture.visit(url).expect(200);
    const counted = await waitFor('the open to be counted', async () => {
      const link = await countOf(id);
      return link?.last_opened_at !== null && link;
    });
    expect(counted.opened_count).toBe(1);
  });

  it('is two writes for a storm of them: one at once, and one for all others together', async () => {
    const { id } = await fixture.link(meetingId);
    const runs: StatementRun[] = [];
    const database = createDatabase(fixture.dataSource, (run) => runs.push(run));
    const opens = createOpens({ database, logger: silentLogger, everyMs: 60_000 });
    opens.note(id);
    await waitFor('the first write', () => runs.length > 0);
    for (let times = 1; times < 10_000; times += 1) {
      opens.note(id);
      if (times % 1_000 === 0) await setImmediate();
    }
    await opens.close();
    expect([runs.length, (await countOf(id))?.opened_count]).toEqual([2, 10_000]);
  });
});
