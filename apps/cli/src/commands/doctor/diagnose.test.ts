import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@memo/errors';
import { scratchRoom } from '@memo/metrics';
import { expect, it } from '@jest/globals';
import { clockFinding } from './clock.ts';
import { askDisk, askFonts } from './checks/machine.ts';
import { diagnose, ok } from './diagnose.ts';

const options = { withinMs: 30, secrets: ['hunter22'] };

it('what hangs, and what fails, keeps nothing else from being told', async () => {
  const found = await diagnose(
    [
      { name: 'silent', ask: () => new Promise(() => undefined) },
      {
        name: 'broken',
        ask: () => {
          throw new AppError('unavailable', 'It is away.');
        },
      },
      { name: 'well', ask: () => Promise.resolve([ok('It answers.')]) },
    ],
    options,
  );
  expect(found).toEqual([
    { check: 'silent', level: 'problem', text: 'No answer came within 0.03 s.' },
    { check: 'broken', level: 'problem', text: 'It is away.' },
    { check: 'well', level: 'ok', text: 'It answers.' },
  ]);
});

it('a server that quotes a secret is not repeated', async () => {
  const refused = () =>
    Promise.reject(new Error('bad key hunter22 at postgres://memo:other@db/memo'));
  const [found] = await diagnose([{ name: 'quoting', ask: refused }], options);
  expect(found?.text).toBe('bad key [hidden] at postgres://[redacted]@db/memo');
});

it.each([
  [0, 'ok'],
  [-1_500, 'ok'],
  [10_000, 'advice'],
  [-10_000, 'advice'],
  [3_600_000, 'problem'],
])('a clock that is %d ms ahead is told of as %s', (aheadMs, level) => {
  const asked = { beforeMs: 1_000_000, afterMs: 1_000_100 };
  expect(clockFinding('the database', 1_000_050 - aheadMs, asked)).toMatchObject({ level });
});

const disk = (
  asked: { directory?: string; recordingsAtOnce?: number },
  mostBytes: number | null = null,
) =>
  askDisk({
    ...{ recordingsAtOnce: 1, directory: tmpdir(), ...asked },
    freeBytes: async (directory) => (await scratchRoom(directory, mostBytes)).free,
  });

it('a directory that cannot be written, and one with too little room for all that is done at once, are told of', async () => {
  expect(await disk({ directory: '/proc' })).toMatchObject([
    { level: 'problem', text: expect.stringContaining('TMPDIR') },
  ]);
  const [{ level } = { level: 'none' }] = await disk({ recordingsAtOnce: 1_000_000 });
  expect(['advice', 'problem']).toContain(level);
  // However large the disk is that the volume of a pod is on.
  const directory = await mkdtemp(join(tmpdir(), 'memo-disk-'));
  const ofVolume = await disk({ directory }, 1024 ** 2);
  await rm(directory, { recursive: true });
  expect(ofVolume).toMatchObject([{ level: 'problem' }]);
});

it('fonts that are missing are named with what brings them, where there is anything to bring', async () => {
  expect(await askFonts('linux', ['/nowhere'])).toMatchObject([
    { level: 'advice', text: expect.stringContaining('fonts-noto-core') },
    { level: 'advice', text: expect.stringContaining('fonts-wqy-microhei') },
    { level: 'advice', text: expect.stringContaining('fonts-noto-color-emoji') },
  ]);
  expect(await askFonts('darwin', ['/nowhere'])).toMatchObject([{ level: 'not asked' }]);
});
