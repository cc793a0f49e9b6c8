import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportFormats } from './meeting-export.schemas.ts';
import { meetings, startExports, type ExportFixture, type Said } from './test/export-fixture.ts';
import { readPdf, readXml, unzip } from './test/read-document.ts';

let fixture: ExportFixture;

beforeAll(async () => {
  fixture = await startExports();
});

afterAll(() => fixture.close());

const review = {
  columns: {
    title: 'Q4 Review',
    participants: ['Ann Lee', '王小明'],
    durationMs: 3_723_000,
    createdAt: new Date('2025-06-24T14:30:00Z'),
    summary: 'Sales went up.\nThe launch is in spring.',
    keyPoints: [{ text: 'Revenue rose by a quarter.', segment_ids: [0] }],
    actionItems: [
      { task: 'Write the forecast', assigned_to: 'Ann', due_date: 'on Monday', segment_ids: [1] },
    ],
  },
  names: { S1: 'Ann Lee' },
  said: [
    ['S1', 'Welcome to the review.', 0, 2_000],
    ['S2', 'Thank you.', 15_250, 16_500],
  ] as Said[],
};

describe('a meeting', () => {
  it.each([
    ['srt', 'application/x-subrip; charset=utf-8'],
    ['vtt', 'text/vtt; charset=utf-8'],
    ['txt', 'text/plain; charset=utf-8'],
    ['md', 'text/markdown; charset=utf-8'],
    ['json', 'application/json; charset=utf-8'],
    ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['pdf', 'application/pdf'],
  ] as const)('is saved as %s under its title', async (format, type) => {
    const title = 'Q4: „Review“ 会议';
    const id = await fixture.addTranscribed({ ...review, columns: { title } });
    const answer = await fixture.download(id, format);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="Q4 _Review_ __.${format}"; filename*=UTF-8''Q4%20%E2%80%9EReview%E2%80%9C%20%E4%BC%9A%E8%AE%AE.${format}`,
    );
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    const bytes = await answer.arrayBuffer();
    expect(bytes.byteLength).toBeGreaterThan(50);

    const head = await fetch(answer.url, {
      method: 'HEAD',
      headers: { authorization: fixture.authorization },
    });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, type]);
  });

  it('is subtitles with the names that speakers have now', async () => {
    const id = await fixture.addTranscribed(review);
    expect(await fixture.text(id, 'srt')).toBe(
      '1\n00:00:00,000 --> 00:00:02,000\nAnn Lee: Welcome to the review.\n\n' +
        '2\n00:00:15,250 --> 00:00:16,500\nS2: Thank you.\n\n',
    );
    expect(await fixture.text(id, 'vtt')).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<v Ann Lee>Welcome to the review.</v>\n\n' +
        '00:00:15.250 --> 00:00:16.500\n<v S2>Thank you.</v>\n\n',
    );
  });

  it('is plain text and Markdown with what it is and who said what when', async () => {
    const id = await fixture.addTranscribed(review);
    const text = await fixture.text(id, 'txt');
    expect(text).toContain(
      'Q4 Review\n24 June 2025 at 14:30 UTC\nDuration: 1:02:03\nParticipants: Ann Lee, 王小明\n',
    );
    expect(text).toContain('[0:00] Ann Lee: Welcome to the review.\n[0:15] S2: Thank you.\n');

    const markdown = await fixture.text(id, 'md');
    expect(markdown).toContain('## Summary\n\nSales went up.\n\nThe launch is in spring.\n\n');
    expect(markdown).toContain('- Revenue rose by a quarter.\n');
    expect(markdown).toContain('| Write the forecast | Ann | on Monday |\n');
    expect(markdown).toContain('**\\[0:15\\] S2:** Thank you.\n');
  });

  it('is JSON as the API answers it', async () => {
    const id = await fixture.addTranscribed(review);
    const shown = await fixture.api
      .get(`${meetings}/${id}`)
      .set('authorization', fixture.authorization)
      .expect(200);
    expect(JSON.parse(await fixture.text(id, 'json'))).toEqual(shown.body);
  });

  it('is a Word document and a PDF with its note and its transcript', async () => {
    const id = await fixture.addTranscribed(review);
    const parts = unzip(await (await fixture.download(id, 'docx')).arrayBuffer());
    const word = readXml(parts['word/document.xml'] ?? '');
    const footer = Object.entries(parts).find(([path]) => /^word\/footer\d*\.xml$/.test(path));
    expect(footer?.[1]).toContain('NUMPAGES');
    const { text: pdf, pages } = await readPdf(
      await (await fixture.download(id, 'pdf')).arrayBuffer(),
    );
    expect(pages).toBe(1);
    expect(pdf).toContain('1 / 1');
    for (const part of [
      ...['Q4 Review', '24 June 2025', '1:02:03', 'Ann Lee, 王小明', 'Sales went up.'],
      ...[
        'The launch is in spring.',
        'Revenue rose by a quarter.',
        'Write the forecast',
        'on Monday',
      ],
      ...['Welcome to the review.', '0:15', 'S2', 'Thank you.'],
    ]) {
      expect(word).toContain(part);
      expect(pdf).toContain(part);
    }
  });

  it('says in every document what is missing from its transcript', async () => {
    const id = await fixture.addTranscribed({
      ...review,
      columns: { needsReview: true },
      coverage: {
        speech_ms: 600_000,
        transcribed_ms: 540_000,
        share: 0.9,
        gaps: [{ side: 1, start_ms: 60_000, end_ms: 120_000, reason: 'no_words' }],
        chunks: 1,
        chunks_retried: 1,
        loops_removed: 0,
        seams_repaired: 0,
        speakers_matched: 0,
      },
    });
    const parts = unzip(await (await fixture.download(id, 'docx')).arrayBuffer());
    const { text: pdf } = await readPdf(await (await fixture.download(id, 'pdf')).arrayBuffer());
    const word = readXml(parts['word/document.xml'] ?? '');
    for (const text of [word, pdf, await fixture.text(id, 'txt'), await fixture.text(id, 'md')]) {
      expect(text).toContain('90% of 10:00 of speech');
      expect(text).toContain('Check it against the recording.');
      expect(text.replaceAll('\\', '')).toContain(
        '1:00–2:00 of the second recording (no words were recognised)',
      );
    }
  });

  it('in which nobody spoke is exported, too, and says so', async () => {
    const id = await fixture.addTranscribed({ said: [] });
    expect(await fixture.text(id, 'srt')).toBe('');
    expect(await fixture.text(id, 'vtt')).toBe('WEBVTT\n\n');
    const { text } = await readPdf(await (await fixture.download(id, 'pdf')).arrayBuffer());
    expect(text).toContain('No words were recognised in this recording.');
  });

  it('can be exported while its note is made, and says that there is none yet', async () => {
    const id = await fixture.addTranscribed({
      ...review,
      columns: { status: 'PROCESSING', summary: null },
    });
    expect(await fixture.text(id, 'txt')).toContain('are not made yet.');
  });
});

describe('subtitles', () => {
  // In SRT the name is text to be read, too.
  it.each([
    ['srt', '02,118'],
    ['vtt', '02,000'],
  ] as const)('are read by ffmpeg: %s', async (format, end) => {
    const id = await fixture.addTranscribed({
      names: { S1: '<b>Ann</b>' },
      said: [
        ['S1', 'One --> two <i>three</i>', 0, 2_000],
        ['S2', 'One hundred hours later 会议 🎉', 360_000_000, 360_003_000],
      ],
    });
    const directory = await mkdtemp(join(tmpdir(), 'memo-export-test-'));
    try {
      const path = join(directory, `a.${format}`);
      await writeFile(path, await fixture.text(id, format));
      const run = ['-v', 'warning', '-i', path, '-f', 'srt', '-'];
      const { stdout, stderr } = await promisify(execFile)('ffmpeg', run);
      expect(stderr).toBe('');
      const cues = stdout.trim().split(/\r?\n\r?\n/);
      expect(cues).toEqual([
        expect.stringMatching(
          new RegExp(`00:00:00,000 --> 00:00:${end}\\r?\\n.*One .* two .*three`, 's'),
        ),
        expect.stringMatching(/100:00:00,000 --> 100:00:03,000\r?\n.*hours later 会议 🎉/s),
      ]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('there is nothing to export', () => {
  it.each([
    ['PROCESSING', 'Export it once its status is COMPLETED.'],
    ['FAILED', 'Retry the meeting first.'],
  ] as const)('of a meeting that is %s without a transcript', async (status, advice) => {
    const id = await fixture.add({ status });
    for (const format of exportFormats) {
      const answer = await fixture.ask(id, format).expect(409);
      expect(answer.body).toEqual({ detail: expect.stringContaining(advice) });
    }
  });

  it('for a stranger, nor of a deleted meeting', async () => {
    const id = await fixture.addTranscribed(review);
    const notFound = { detail: 'Meeting not found' };
    const stranger = await fixture.person();
    for (const format of exportFormats) {
      await fixture
        .ask(id, format)
        .set('authorization', stranger.authorization)
        .expect(404, notFound);
    }
    await fixture.dataSource.query('UPDATE meetings SET deleted_at = now() WHERE id = $1', [id]);
    await fixture.ask(id, 'pdf').expect(404, notFound);
  });

  it.each(['', 'exe', 'PDF', 'pdf,txt', '../txt'])('in the form %j', async (format) => {
    const id = await fixture.addTranscribed(review);
    const answer = await fixture.ask(id, format).expect(422);
    expect(answer.body).toEqual({
      detail: [expect.objectContaining({ loc: ['query', 'format'] })],
    });
  });
});
