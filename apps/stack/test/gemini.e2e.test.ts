import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadStackConfig } from '@memo/config';
import { StageRun } from '@memo/entities';
import { Transcript } from '@memo/entities/transcripts';
import { waitFor } from '@memo/testing';
import { startDashboard } from '@memo/testing/dashboard';
import { answerNote, startGeminiEmulator } from '@memo/testing/gemini';
import { processMeeting } from '../src/demo/process-meeting.ts';
import { createTerminal } from '../src/terminal/terminal.ts';
import { listenToSample, truth, type SampleListener } from './sample-truth.ts';
import { startStack, type StackFixture } from './stack-fixture.ts';

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const note = {
  summary: 'They talked about the business plan.',
  key_points: [
    { text: 'The plan costs twenty five dollars a month.', segment_ids: [8] },
    { text: 'Nobody said this.', segment_ids: [9_999] },
  ],
  action_items: [
    {
      task: 'Send the revised proposal',
      assigned_to: 'Speaker1',
      due_date: 'Friday',
      segment_ids: [10],
    },
  ],
};

let sample: SampleListener;
let gemini: Awaited<ReturnType<typeof startGeminiEmulator>>;
let dashboard: Awaited<ReturnType<typeof startDashboard>>;
let stack: StackFixture;

beforeAll(async () => {
  [sample, gemini, dashboard] = await Promise.all([
    listenToSample(),
    startGeminiEmulator(),
    startDashboard({ secret }),
  ]);
  gemini.onTranscribe(({ audio }) => sample.turnsOf(sample.sideOf(audio)));
  gemini.onGenerate(answerNote(note));
  stack = await startStack({
    GEMINI_KEY: gemini.apiKey,
    GEMINI_BASE_URL: gemini.baseUrl,
    // So that it is known what was sent of the sample.
    SPEECH_DETECTION: 'silence',
    DASHBOARD_BASE_URL: dashboard.url,
    DASHBOARD_SIGNING_SECRET: secret,
  });
}, 60_000);

afterAll(async () => {
  await stack.close();
  await Promise.all([gemini.close(), dashboard.close()]);
}, 60_000);

it('a two-sided recording becomes a transcript, a note, metrics and one signed delivery', async () => {
  const id = await stack.uploadSample();
  const meeting = await stack.untilSettled(id);

  expect(meeting).toMatchObject({
    status: 'COMPLETED',
    error: null,
    analytics_status: 'COMPLETED',
    dashboard_status: 'DELIVERED',
    transcription_engine: { provider: 'gemini' },
  });
  expect(meeting.transcription.map(({ speaker, text }) => [speaker, text])).toEqual(
    truth.map(({ side, text }) => [side === 'microphone' ? 'Speaker1' : 'Speaker2', text]),
  );
  for (const [n, line] of truth.entries()) {
    const { start_ms: startMs = NaN, end_ms: endMs = NaN } = meeting.transcription[n] ?? {};
    // What a line's last sound fades into is not sent.
    expect(Math.abs(startMs - line.start_ms)).toBeLessThanOrEqual(100);
    expect(Math.abs(endMs - line.end_ms)).toBeLessThanOrEqual(100);
  }

  expect(meeting.summary).toBe(note.summary);
  // The point that nobody said is gone.
  expect(meeting.key_points).toBe('1. The plan costs twenty five dollars a month.');
  expect(meeting.action_items).toMatchObject(note.action_items);

  const { speakers } = meeting.analytics_data;
  expect(speakers.map(({ label }) => label)).toEqual(['Speaker1', 'Speaker2']);
  expect(speakers.reduce((sum, { talk_share }) => sum + talk_share, 0)).toBeCloseTo(1, 4);

  // startDashboard refuses what is not signed with the secret.
  expect(dashboard.deliveries.map(({ body }) => JSON.parse(body) as object)).toEqual([
    expect.objectContaining({ id, title: 'Sales call', summary: note.summary }),
  ]);
});

it('a worker killed in mid-transcription costs nothing but time', async () => {
  const before = { asked: gemini.requests.length, delivered: dashboard.deliveries.length };
  let killed = false;
  gemini.onTranscribe(async ({ audio }) => {
    const side = sample.sideOf(audio);
    // The system side's first call is never answered: its worker is dead by then.
    if (side === 'system' && !killed) {
      await waitFor('the kill', () => killed, { timeoutMs: 60_000 });
    }
    return sample.turnsOf(side);
  });
  const id = await stack.uploadSample();
  const worker = await waitFor('the microphone side to be answered', async () => {
    const runs = await stack.dataSource.manager.findBy(StageRun, {
      meetingId: id,
      stage: 'transcribe',
    });
    const answered = runs.some(({ status }) => status === 'succeeded');
    const asked = runs.some(({ status }) => status === 'running');
    return answered && asked && stack.pidOf('transcription worker');
  });
  process.kill(worker, 'SIGKILL');
  killed = true;

  const meeting = await stack.untilSettled(id);
  expect(meeting).toMatchObject({ status: 'COMPLETED', dashboard_status: 'DELIVERED' });
  expect(meeting.transcription).toHaveLength(truth.length);

  const { manager } = stack.dataSource;
  expect(await manager.countBy(Transcript, { meetingId: id })).toBe(1);
  const runs = await manager.findBy(StageRun, { meetingId: id, stage: 'transcribe' });
  expect(runs.map(({ epoch }) => epoch).sort()).toEqual([1, 2]);
  // Two sides, and one of them again: what was answered is not asked twice.
  const asked = gemini.requests.slice(before.asked);
  expect(asked.filter(({ kind }) => kind === 'transcribe')).toHaveLength(3);
  expect(dashboard.deliveries).toHaveLength(before.delivered + 1);
}, 120_000);

describe('a recording that cannot be decoded', () => {
  const broken = Buffer.from('ID3\u0003\u0000not really an mp3');

  it('is FAILED with a reason, at the first try', async () => {
    const meeting = await stack.untilSettled(await stack.uploadFile(broken, 'broken.mp3'));
    expect(meeting).toMatchObject({
      status: 'FAILED',
      error: { code: 'audio_undecodable', retryable: false },
    });
    const runs = await stack.dataSource.manager.findBy(StageRun, { meetingId: meeting.id });
    expect(runs).toMatchObject([{ stage: 'prepare', status: 'failed', epoch: 1 }]);
  });

  it('is shown by the demo with its reason', async () => {
    const warnings: string[] = [];
    const directory = await mkdtemp(join(tmpdir(), 'memo-demo-'));
    await writeFile(join(directory, 'broken.mp3'), broken);
    const result = await processMeeting({
      stack: { apiUrl: stack.apiUrl },
      config: loadStackConfig({}),
      dataDir: '.memo',
      interrupted: new AbortController().signal,
      terminal: {
        ...createTerminal(),
        print: () => undefined,
        warn: (text) => warnings.push(text),
      },
      title: 'Broken',
      recordings: [join(directory, 'broken.mp3')],
      keep: false,
    });
    await rm(directory, { recursive: true });
    expect(result).toBe('failed');
    expect(warnings).toEqual([
      expect.stringMatching(/^The meeting could not be processed: .* decoded/),
    ]);
  });
});
