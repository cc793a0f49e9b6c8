import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { meetings, startExports, type ExportFixture, type Said } from './test/export-fixture.ts';
import { readPdf, unzip } from './test/read-document.ts';

let fixture: ExportFixture;
let id: string;

const segments = 10_000;
const everyMs = (12 * 3_600_000) / segments;

/** Twelve hours, with a word in each segment that no other has. */
const said = Array.from({ length: segments }, (_, index): Said => {
  const startMs = Math.round(index * everyMs);
  const text = `Then we go on with point n${index}x of the list, and after that the next one.`;
  return [`S${index % 4}`, text, startMs, Math.round(startMs + everyMs - 500)];
});

beforeAll(async () => {
  fixture = await startExports();
  id = await fixture.addTranscribed({ columns: { title: 'Long' }, said });
});

afterAll(() => fixture.close());

const numbersIn = (text: string) =>
  [...text.matchAll(/\bn(\d+)x\b/g)].map(([, number]) => Number(number));
const all = Array.from({ length: segments }, (_, index) => index);

describe('a meeting of twelve hours', () => {
  it.each(['srt', 'vtt', 'txt', 'md', 'json'] as const)(
    'is whole and in order as %s',
    async (format) => {
      expect(numbersIn(await fixture.text(id, format))).toEqual(all);
    },
  );

  it('is whole and in order as a Word document', async () => {
    const parts = unzip(await (await fixture.download(id, 'docx')).arrayBuffer());
    expect(numbersIn(parts['word/document.xml'] ?? '')).toEqual(all);
  }, 60_000);

  it('is a PDF from beginning to end, and others are answered while it is made', async () => {
    const answered: number[] = [];
    const made = new AbortController();
    const download = fixture.download(id, 'pdf').finally(() => made.abort());
    const ask = async () => {
      const answer = await fetch(`${fixture.url}/health`);
      await answer.arrayBuffer();
      answered.push(answer.status);
      return made.signal.aborted;
    };
    await waitFor('the document', ask, { timeoutMs: 50_000 });
    const bytes = await (await download).arrayBuffer();
    // A process that lays out hundreds of pages itself would have answered once.
    expect(answered.length).toBeGreaterThan(10);
    expect(new Set(answered)).toEqual(new Set([200]));

    const read = (at: (pages: number) => number) => readPdf(bytes.slice(), (pages) => [at(pages)]);
    const [first, middle, last] = [
      await read(() => 1),
      await read((pages) => Math.floor(pages / 2)),
      await read((pages) => pages),
    ];
    expect(first.text).toContain(`1 / ${first.pages}`);
    expect(numbersIn(first.text)[0]).toBe(0);
    expect(numbersIn(last.text).at(-1)).toBe(segments - 1);
    const [from = 0, ...rest] = numbersIn(middle.text);
    expect(rest).toEqual(rest.map((_, index) => from + 1 + index));
  }, 60_000);

  it('is no longer made for a client that has left', async () => {
    const url = `${fixture.url}${meetings}/${id}/export?format=pdf`;
    const requests = [1, 2].map(() =>
      httpGet(url, { headers: { authorization: fixture.authorization } }).on(
        'error',
        () => undefined,
      ),
    );
    const left = () =>
      fixture.logLines.filter(({ message }) => message === 'the client went away').length;
    const before = left();
    await Promise.all(requests.map((request) => once(request, 'finish')));
    for (const request of requests) request.destroy();
    await waitFor('the work to end', () => left() === before + 2);
    expect(numbersIn(await fixture.text(id, 'txt'))).toEqual(all);
  });

  it('is let go midway', async () => {
    const request = httpGet(`${fixture.url}${meetings}/${id}/export?format=json`, {
      headers: { authorization: fixture.authorization },
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    response.destroy();
    await waitFor('its line', () =>
      fixture.logLines.find(
        ({ message, route, aborted }) =>
          message === 'request' && String(route).endsWith('/export') && aborted === true,
      ),
    );
  });
});
