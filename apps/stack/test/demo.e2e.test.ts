import { afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { processEnvironment } from '@memo/config';
import { startDashboard } from '@memo/testing/dashboard';
import { wordErrorRate } from '@memo/testing/word-error-rate';
import getPort from 'get-port';
import { truth } from './sample-truth.ts';

const run = join(import.meta.dirname, '../run.js');

let directory: string;

// It says so when it compiles.
beforeAll(() => promisify(execFile)(process.execPath, [run, 'app-command', 'api']), 60_000);
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-demo-'));
  // Started by root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(directory, 0o755);
});
afterEach(() => rm(directory, { recursive: true }));

/** The demo as a person runs it in an empty directory, where no `.env` is. */
async function runDemo(settings: Record<string, string> = {}) {
  const demo = spawn(process.execPath, [run, 'demo'], {
    cwd: directory,
    env: {
      PATH: processEnvironment().PATH,
      MEMO_DATA_DIR: 'data',
      PORT: String(await getPort()),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([
    text(demo.stdout),
    text(demo.stderr),
    once(demo, 'close'),
  ]);
  return { code: demo.exitCode, output, errors };
}

/** What the printed transcript has one speaker say. */
function saidBy(speaker: string, output: string): string {
  const [, printed = ''] = /Transcript\n([^]*?)\nCoverage/.exec(output) ?? [];
  const turns = printed.split(/^ +\d+:\d\d {2}/m).filter((turn) => turn.startsWith(speaker));
  return turns.map((turn) => turn.slice(speaker.length).replaceAll(/\s+/g, ' ').trim()).join(' ');
}

it('without any key the demo shows what the offline engine makes of the sample call, and delivers it', async () => {
  const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
  const dashboard = await startDashboard({ secret });
  const settings = { DASHBOARD_BASE_URL: dashboard.url, DASHBOARD_SIGNING_SECRET: secret };
  const { code, output, errors } = await runDemo(settings);
  await dashboard.close();

  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  for (const [side, speaker] of [
    ['microphone', 'Speaker1'],
    ['system', 'Speaker2'],
  ] as const) {
    const said = truth.filter((line) => line.side === side).map(({ text }) => text);
    expect(wordErrorRate(said.join(' '), saidBy(speaker, output))).toBeLessThanOrEqual(0.15);
  }
  expect(output.replaceAll(/\s+/g, ' ')).toMatch(/Summary \w.* Action items .*due: friday/);
  expect(output).toMatch(/Speaker1 {2}█+░+ {2} *\d+% {2}\d:\d\d\n {2}Speaker2 {2}█+░+ {2} *\d+%/);
  expect(output).toMatch(/Made by\s+offline/);
  expect(output).toContain('MEMO_DATA_DIR="data" npm start');
  expect(output).toContain('Stopping …');
  // startDashboard refuses what is not signed with the secret.
  expect(dashboard.deliveries.map(({ body }) => JSON.parse(body) as object)).toEqual([
    expect.objectContaining({ transcription: expect.any(Array) }),
  ]);
}, 120_000);

it('the demo starts nothing with settings that are wrong', async () => {
  const { code, output, errors } = await runDemo({ PORT: 'eighty', LOG_LEVEL: 'loud' });

  expect(code).toBe(1);
  expect(errors).toMatch(/- LOG_LEVEL: [^]*- PORT: /);
  expect(output).toBe('');
  expect(await readdir(directory)).toEqual([]);
}, 30_000);
