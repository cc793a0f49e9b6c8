import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, type LogSettings } from './logger.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'memo-logs-'));
});
afterEach(() => rm(root, { recursive: true }));

const open = (directory: string, settings: Partial<LogSettings> = {}, service = 'api') => {
  const stream = new PassThrough().resume();
  return createLogger({ level: 'info', directory, ...settings, service, stream });
};

const lines = async (...path: string[]) =>
  (await readFile(join(root, ...path), 'utf8')).split('\n').filter((line) => line !== '');

describe('a log directory', () => {
  it('is made, and gets everything in output.log and errors in error.log', async () => {
    const logger = open(join(root, 'deep/logs'), { format: 'line' });
    logger.info('started');
    logger.warn('slow');
    logger.error('broken');
    logger.debug('not asked for');
    await logger.close();
    expect(await lines('deep/logs/output.log')).toEqual([
      expect.stringMatching(/INFO - started$/),
      expect.stringMatching(/WARNING - slow$/),
      expect.stringMatching(/ERROR - broken$/),
    ]);
    expect(await lines('deep/logs/error.log')).toEqual([expect.stringMatching(/ERROR - broken$/)]);
  });

  it('has every line when the logger is closed, also those of a moment ago', async () => {
    const logger = open(root);
    const count = 5_000;
    for (let number = 0; number < count; number += 1) {
      logger.info('line', { number, text: 'x'.repeat(100) });
    }
    await logger.close();
    const numbers = (await lines('output.log')).map(
      (line) => (JSON.parse(line) as { number: number }).number,
    );
    expect(numbers).toEqual(Array.from({ length: count }, (_, number) => number));
  });

  it('keeps what was there, and whole lines of all who write', async () => {
    await writeFile(join(root, 'output.log'), '{"message":"before"}\n');
    const writers = ['api', 'worker'].map((service) => open(root, {}, service));
    const count = 1_000;
    for (let number = 0; number < count; number += 1) {
      for (const writer of writers) writer.info('line', { text: 'x'.repeat(500) });
    }
    await Promise.all(writers.map((writer) => writer.close()));
    const messages = (await lines('output.log')).map(
      (line) => (JSON.parse(line) as { message: string }).message,
    );
    expect(messages).toHaveLength(1 + writers.length * count);
    expect(messages[0]).toBe('before');
  });

  it('and its files are closed to others, also files that were open to them before', async () => {
    await mkdir(join(root, 'logs'));
    await writeFile(join(root, 'logs/error.log'), '', { mode: 0o644 });
    await open(join(root, 'logs')).close();
    await open(join(root, 'new')).close();
    for (const path of ['logs/output.log', 'logs/error.log', 'new', 'new/output.log']) {
      expect((await stat(join(root, path))).mode & 0o007).toBe(0);
    }
  });

  it('that cannot be written is a bad setting, said at the start', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    for (const directory of [file, join(file, 'below')]) {
      expect(() => open(directory)).toThrow(
        expect.objectContaining({
          kind: 'misconfigured',
          message: expect.stringContaining(`Logs cannot be written to LOG_DIR ${directory}`),
        }),
      );
    }
  });
});

it('a logger without files closes at once', async () => {
  const stream = new PassThrough();
  const logger = createLogger({ level: 'info', service: 'api', stream });
  logger.info('the last line');
  await logger.close();
  expect(String(stream.read())).toContain('the last line');
});
