import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { processEnvironment } from '@memo/config';
import { answerNote, startGeminiEmulator } from '@memo/testing/gemini';
import getPort from 'get-port';
import { listenToSample, truth, type SampleListener } from './sample-truth.ts';

const main = join(import.meta.dirname, '../src/demo.ts');
const repository = join(import.meta.dirname, '../../..');

let sample: SampleListener;
let gemini: Awaited<ReturnType<typeof startGeminiEmulator>>;
let directory: string;

beforeAll(async () => {
  [sample, gemini] = await Promise.all([listenToSample(), startGeminiEmulator()]);
  gemini.onTranscribe(({ audio }) => sample.turnsOf(sample.sideOf(audio)));
  gemini.onGenerate(
    answerNote({
      summary: 'They talked about the business plan.',
      action_items: [
        {
          task: 'Send the revised proposal',
          assigned_to: 'Speaker1',
          due_date: 'Friday',
          segment_ids: [10],
        },
      ],
    }),
  );
});
afterAll(() => gemini.close());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-demo-'));
  // Started by root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(directory, 0o755);
});
afterEach(() => rm(directory, { recursive: true }));

/** The demo as a person runs it in an empty directory, where no `.env` is. */
async function runDemo(args: string[] = [], settings: Record<string, string> = {}) {
  const demo = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args], {
    cwd: directory,
    env: {
      PATH: processEnvironment().PATH,
      TSX_TSCONFIG_PATH: join(repository, 'tsconfig.json'),
      MEMO_DATA_DIR: 'data',
      PORT: String(await getPort()),
      GEMINI_KEY: gemini.apiKey,
      GEMINI_BASE_URL: gemini.baseUrl,
      // So that it is known what was sent of the sample.
      SPEECH_DETECTION: 'silence',
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

it('the demo shows what becomes of the sample call', async () => {
  const { code, output, errors } = await runDemo();

  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const said = output.replaceAll(/\s+/g, ' ');
  for (const line of truth) expect(said).toContain(line.text);
  expect(said).toContain('Summary They talked about the business plan.');
  expect(said).toContain('• Send the revised proposal owner: Speaker1, due: Friday');
  expect(output).toMatch(/Speaker1 {2}█+░+ {2} *\d+ % {2}\d:\d\d\n {2}Speaker2 {2}█+░+ {2} *\d+ %/);
  expect(said).toContain('Made by gemini, model ');
  expect(said).toContain('MEMO_DATA_DIR="data" npm start');
}, 120_000);

it('the demo says why a file in the folder it was called from cannot be processed', async () => {
  const folder = join(directory, 'recordings');
  await mkdir(folder);
  await writeFile(join(folder, 'broken.mp3'), 'ID3\u0003\u0000not really an mp3');
  const { code, output, errors } = await runDemo(['broken.mp3'], { INIT_CWD: folder });

  expect(code).toBe(1);
  expect(errors).toContain('The meeting could not be processed: ');
  expect(output).toContain('Stopping …');
}, 120_000);

it('the demo starts nothing with settings that are wrong', async () => {
  const { code, output, errors } = await runDemo([], { PORT: 'eighty', LOG_LEVEL: 'loud' });

  expect(code).toBe(1);
  expect(errors).toMatch(/- LOG_LEVEL: [^]*- PORT: /);
  expect(output).toBe('');
  expect(await readdir(directory)).toEqual([]);
}, 30_000);
