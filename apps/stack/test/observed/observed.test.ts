import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processEnvironment } from '@memo/config';
import { buildTone, waitFor } from '@memo/testing';
import { startDashboard, type TestDashboard } from '@memo/testing/dashboard';
import { answerNote, startGeminiEmulator, type GeminiEmulator } from '@memo/testing/gemini';
import getPort from 'get-port';
import { memoApps } from '../../src/apps.ts';
import { launchStack, type Stack } from '../../src/launch.ts';
import { isPortFree } from '../../src/ports.ts';
import { readExposed, type Exposed } from './exposition.ts';
import { metricsOf, problemsOf } from './promql.ts';
import { readAlerts, readPanels, readScrapes } from './rules.ts';

const host = '127.0.0.1';
const said = 'A secret about bicycles.';

let directory: string;
let gemini: GeminiEmulator;
let dashboard: TestDashboard;
let stack: Stack;
let meetingId: string;
let scraped: string[];
let exposed: Exposed;

/** As many ports in a row as there are apps. */
async function freePorts(): Promise<number> {
  const first = await getPort();
  const ports = memoApps.map((_app, index) => first + index);
  const free = await Promise.all(ports.map((port) => isPortFree(host, port)));
  return free.every(Boolean) ? first : freePorts();
}

const path = (rest: string) => `${stack.apiUrl}/api/v1/mobile${rest}`;

async function signUp(): Promise<string> {
  const jane = { name: 'Jane', email: 'jane@example.com', password: 'correct horse battery' };
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(jane) };
  const answer = await fetch(path('/auth/register'), init);
  return ((await answer.json()) as { access_token: string }).access_token;
}

interface Uploaded {
  id: string;
  dashboard_status: string;
}

/** A meeting of so many seconds, once the dashboard has had its say. */
async function upload(token: string, seconds: number, isOver: (meeting: Uploaded) => unknown) {
  const headers = { authorization: `Bearer ${token}` };
  const form = new FormData();
  form.set('title', said);
  form.set('audio_file', new Blob([new Uint8Array(buildTone(seconds))]), 'meeting.wav');
  const posted = await fetch(path('/meetings/'), { method: 'POST', headers, body: form });
  const { id } = (await posted.json()) as Uploaded;
  await waitFor(
    'the dashboard',
    async () =>
      isOver((await (await fetch(path(`/meetings/${id}`), { headers })).json()) as Uploaded),
    { timeoutMs: 90_000, everyMs: 250 },
  );
  return id;
}

/** What happens in a day: meetings that are delivered, rejected and held up, and an error of ours. */
async function useMemo(): Promise<string> {
  const token = await signUp();
  const id = await upload(token, 2, (one) => one.dashboard_status === 'DELIVERED');
  dashboard.answerNext(400);
  await upload(token, 1.5, (one) => one.dashboard_status === 'FAILED');
  dashboard.answerNext(429, { 'retry-after': '600' });
  await upload(token, 1, () => dashboard.deliveries.length === 3);
  const login = await fetch(path('/auth/microsoft/login'));
  expect(login.status).toBe(503);
  return id;
}

/** What a legend names that nothing of its expression has. */
const legendProblems = (expression: string, legend: string): string[] =>
  [...legend.matchAll(/\{\{(\w+)\}\}/g)].flatMap(([, label = '']) =>
    metricsOf(expression).some((name) => exposed.get(name)?.has(label)) ? [] : [`no ${label}`],
  );

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-observed-'));
  // Started by root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(directory, 0o755);
  [gemini, dashboard] = await Promise.all([startGeminiEmulator(), startDashboard()]);
  gemini.onTranscribe(() => [
    { speaker: 'spk_0', words: [{ text: said, startMs: 200, endMs: 1_500 }] },
  ]);
  gemini.onGenerate(answerNote({ summary: 'They agreed.', key_points: [], action_items: [] }));
  const metricsPort = await freePorts();
  stack = await launchStack({
    environment: {
      PATH: processEnvironment().PATH,
      METRICS_PORT: String(metricsPort),
      GEMINI_KEY: gemini.apiKey,
      GEMINI_BASE_URL: gemini.baseUrl,
      SPEECH_DETECTION: 'silence',
      DASHBOARD_BASE_URL: dashboard.url,
      MICROSOFT_CLIENT_ID: 'memo',
      MICROSOFT_CLIENT_SECRET: 'secret',
      // Where nobody is.
      MICROSOFT_AUTHORITY: 'http://127.0.0.1:1',
      MICROSOFT_TENANT_ID: 'common',
    },
    dataDir: join(directory, 'data'),
    apiPort: await getPort(),
    notify: () => undefined,
    signal: new AbortController().signal,
  });
  meetingId = await useMemo();
  const { jobs } = await readScrapes();
  scraped = await Promise.all(stack.metricsUrls.map(async (url) => (await fetch(url)).text()));
  exposed = readExposed(
    scraped.map((text, index) => {
      const { job = '', target = '' } = jobs[index] ?? {};
      return { text, target: { job, instance: target } };
    }),
  );
}, 240_000);

afterAll(async () => {
  await stack.stop();
  await Promise.all([gemini.close(), dashboard.close()]);
  await rm(directory, { recursive: true });
}, 60_000);

describe('the metrics of a run', () => {
  it('come from every app, on a port of its own, each by its name', () => {
    expect(stack.metricsUrls).toHaveLength(4);
    const names = scraped.map((text) => /memo_build_info\{service="([\w-]+)"/.exec(text)?.[1]);
    expect(names).toEqual(memoApps.map(({ name }) => name));
  });

  it('are what every panel of the dashboard asks for, by metrics, labels and values that are there', async () => {
    const panels = await readPanels();
    expect(panels.length).toBeGreaterThan(40);
    const problems = panels.flatMap(({ title, targets }) =>
      targets
        .flatMap(({ expr, legendFormat }) => [
          ...problemsOf(expr, exposed),
          ...legendProblems(expr, legendFormat),
        ])
        .map((one) => `${title}: ${one}`),
    );
    expect(problems).toEqual([]);
  });

  it('are what every alert asks for', async () => {
    const problems = (await readAlerts()).flatMap(({ alert, expr }) =>
      problemsOf(expr, exposed).map((one) => `${alert}: ${one}`),
    );
    expect(problems).toEqual([]);
  });

  it('are all shown: the dashboard has a panel for each of ours', async () => {
    const shown = new Set(
      (await readPanels()).flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsOf(expr))),
    );
    const own = [...exposed.keys()].filter(
      (name) => name.startsWith('memo_') && !/_(sum|count)$/.test(name),
    );
    expect(own.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('name nobody and hold nothing that was said: no id, address, title or key', () => {
    const text = scraped.join('\n');
    expect(text).toContain('/api/v1/mobile/meetings/:meeting_id');
    expect(text).not.toMatch(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-/);
    for (const secret of [meetingId, 'jane', said, gemini.apiKey, 'bicycles']) {
      expect(text).not.toContain(secret);
    }
  });
});
