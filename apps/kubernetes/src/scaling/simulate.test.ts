import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repository } from '../manifests/objects.ts';
import { plotDay, simulateDay } from './day.ts';
import { importSpan, quantile, waitsOf } from './figures.ts';
import { beginningSeconds, dayEnds } from './meetings.ts';
import { reportTable, reportText } from './report.ts';
import { readRule } from './rule.ts';

const hour = 3_600;
const seeds = [1, 2, 3];

describe('an upload of a person, while one workspace has a thousand files transcribed', () => {
  it.each([
    ['with one pod there, at night', 3 * hour],
    ['when all come at nine', 8.9 * hour],
    ['in the middle of the day', 14 * hour],
  ])(
    'waits less than 60 s in 95 of 100 cases, all its stages together: %s',
    async (_, importAt) => {
      const day = { importAt, newcomerEvery: 10 };
      for (const simulated of await Promise.all(seeds.map((seed) => simulateDay({ seed, day })))) {
        const beginning = [importAt, importAt + beginningSeconds] as const;
        for (const span of [beginning, importSpan(simulated)]) {
          const { uploads, first, whole } = waitsOf(simulated, span);
          expect(uploads).toBeGreaterThanOrEqual(60);
          expect(first.p95).toBeLessThan(60);
          expect(whole.p95).toBeLessThan(60);
        }
      }
    },
  );

  it('would not keep to that with one processor for the four slots of a pod', async () => {
    const day = { importAt: 3 * hour, newcomerEvery: 10 };
    const simulated = await simulateDay({ day, cores: 1 });
    const beginning = [day.importAt, day.importAt + beginningSeconds] as const;
    expect(waitsOf(simulated, beginning).whole.p95).toBeGreaterThan(60);
  });

  it('would wait for minutes if runs were taken in the order in which they came', async () => {
    const day = await simulateDay({ inLine: true });
    expect(waitsOf(day, importSpan(day)).first.p95).toBeGreaterThan(180);
  });
});

describe('a day', () => {
  it('is over for every meeting, and the fleet back to what it was', async () => {
    const day = await simulateDay();
    const { min, max } = await readRule('transcription-worker');
    const pods = day.samples.map((sample) => sample.pods);
    expect(day.finished.filter(({ meeting }) => meeting.kind === 'import')).toHaveLength(1_000);
    expect(Math.max(...pods)).toBe(max);
    expect(pods.at(-1)).toBe(min);
    expect(day.podHours).toBeLessThan((max * dayEnds) / hour / 4);
    expect(day.handedBack).toBe(0);
  });

  it('with no pod kept has uploads wait until one is there', async () => {
    const { finished } = await simulateDay({ min: 0 });
    const waits = finished.map(({ firstWait }) => firstWait);
    expect(quantile(waits, 1)).toBeGreaterThan(60);
  });

  it('is drawn and told of as it is simulated: npm run simulate:scaling', async () => {
    const day = await simulateDay();
    const read = (path: string) => readFile(join(repository, 'docs', path), 'utf8');
    expect(await read('scaling.svg')).toBe(plotDay(day));
    const told = await read('scaling.md');
    expect(told).toContain(await reportTable(day));
    expect(told).toContain(reportText(day, await readRule('transcription-worker')));
  });
});
