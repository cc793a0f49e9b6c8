import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startExports, type ExportFixture, type Said } from './test/export-fixture.ts';

let fixture: ExportFixture;
beforeAll(async () => {
  fixture = await startExports();
});
afterAll(() => fixture.close());

const sentences = (count: number) =>
  Array.from({ length: count }, (_, at): Said => {
    return ['S1', `Sentence ${at} of the review.`, at * 3_000, at * 3_000 + 2_500];
  });

it.each(['srt', 'vtt', 'txt', 'md'] as const)(
  'an export in %s is compressed where it has 1 KB and more, and says its size where not',
  async (format) => {
    const [short, long] = await Promise.all(
      [2, 100].map(async (count) => {
        const id = await fixture.addTranscribed({ columns: {}, names: {}, said: sentences(count) });
        const answer = await fixture.download(id, format);
        const { headers } = answer;
        return {
          bytes: (await answer.arrayBuffer()).byteLength,
          encoding: headers.get('content-encoding'),
          length: headers.get('content-length'),
        };
      }),
    );
    expect(short?.bytes).toBeLessThan(1_024);
    expect(short).toMatchObject({ encoding: null, length: String(short?.bytes) });
    expect(long?.bytes).toBeGreaterThan(1_024);
    expect(long).toMatchObject({ encoding: expect.stringMatching(/^(gzip|br)$/), length: null });
  },
);
