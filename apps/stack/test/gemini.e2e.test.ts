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
import { startStack, type StackFixture, type WireMeeting } from './stack-fixture.ts';

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

describe('a two-sided recording whose worker is killed in mid-transcription', () => {
  let id: string;
  let meeting: WireMeeting;

  beforeAll(async () => {
    let killed = false;
    gemini.onTranscribe(async ({ audio }) => {
      const side = sample.sideOf(audio);
      // The system side's first call is never answered: its worker is dead by then.
      if (side === 'system' && !killed) {
        await waitFor('the kill', () => killed, { timeoutMs: 60_000 });
      }
      return sample.turnsOf(side);
    });
    id = await stack.uploadSample();
    const worker = await waitFor('the microphone side to be answered', async () => {
      const runs = await transcribeRuns();
      const answered = runs.some(({ status }) => status === 'succeeded');
      const asked = runs.some(({ status }) => status === 'running');
      return answered && asked && stack.pidOf('transcription worker');
    });
    process.kill(worker, 'SIGKILL');
    killed = true;
    meeting = await stack.untilSettled(id);
  }, 120_000);

  const transcribeRuns = () =>
    stack.dataSource.manager.findBy(StageRun, { meetingId: id, stage: 'transcribe' });

  it('becomes a transcript of every line, of its speaker and at its time', async () => {
    expect(meeting).toMatchObject({
      status: 'COMPLETED',
      error: null,
      transcription_engine: { provider: 'gemini' },
    });
    expect(await stack.dataSource.manager.countBy(Transcript, { meetingId: id })).toBe(1);
    expect(meeting.transcription.map(({ speaker, text }) => [speaker, text])).toEqual(
      truth.map(({ side, text }) => [side === 'microphone' ? 'Speaker1' : 'Speaker2', text]),
    );
    for (const [n, line] of truth.entries()) {
      const { start_ms: startMs = NaN, end_ms: endMs = NaN } = meeting.transcription[n] ?? {};
      // What a line's last sound fades into is not sent.
      expect(Math.abs(startMs - line.start_ms)).toBeLessThanOrEqual(100);
      expect(Math.abs(endMs - line.end_ms)).toBeLessThanOrEqual(100);
    }
  });

  it('is asked about once a side, and once more for the call that the kill cut off', async () => {
    const runs = await transcribeRuns();
    expect(runs.map(({ epoch }) => epoch).sort()).toEqual([1, 2]);
    expect(gemini.requests.filter(({ kind }) => kind === 'transcribe')).toHaveLength(3);
  });

  it('gets a note without the point that nobody said', () => {
    expect(meeting.summary).toBe(note.summary);
    expect(meeting.key_points).toBe('1. The plan costs twenty five dollars a month.');
    expect(meeting.action_items).toMatchObject(note.action_items);
  });

  it('gets metrics of both speakers', () => {
    expect(meeting.analytics_status).toBe('COMPLETED');
    const { speakers } = meeting.analytics_data;
    expect(speakers.map(({ label }) => label)).toEqual(['Speaker1', 'Speaker2']);
    expect(speakers.reduce((sum, { talk_share }) => sum + talk_share, 0)).toBeCloseTo(1, 4);
  });

  it('is delivered to the dashboard once, signed', () => {
    expect(meeting.dashboard_status).toBe('DELIVERED');
    // startDashboard refuses what is not signed with the secret.
    expect(dashboard.deliveries.map(({ body }) => JSON.parse(body) as object)).toEqual([
      expect.objectContaining({ id, title: 'Sales call', summary: note.summary }),
    ]);
  });
});

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
