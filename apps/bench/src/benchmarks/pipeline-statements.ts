import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@memo/testing';
import { startDashboard } from '@memo/testing/dashboard';
import type { DataSource } from 'typeorm';
import type { Benchmark } from '../benchmark.ts';
import { createFfmpegClock } from '../measure/ffmpeg-clock.ts';
import { createAccount } from '../memo/account.ts';
import { startApi, startWorker, type AppSettings } from '../memo/apps.ts';
import { startEmulator } from '../memo/emulator.ts';
import { startServers } from '../memo/servers.ts';
import { createStatementCounter, type Asked } from '../pipeline/count-statements.ts';
import { recordStatements } from '../reading/recorded-statements.ts';
import { table } from '../table.ts';
import { recordingBytes, writeRecording } from '../upload/recording.ts';

const recordingSeconds = 60;
const meetings = 8;
/** The slowest sweep comes round every ten seconds. */
const idleMs = 20_000;

/** A meeting costs few statements, fewer commits and three starts of ffmpeg, from its upload to its delivery. */
export const pipelineStatements: Benchmark = {
  name: 'pipeline-statements',
  async run({ resources, say }) {
    say('starting PostgreSQL, Redis, S3, the API, three workers, a Gemini and a dashboard');
    const { settings: servers, directory, database } = await startServers(resources);
    const dashboard = await startDashboard();
    resources.defer(() => dashboard.close());
    const ffmpeg = await createFfmpegClock(directory);
    const recorder = resources.use(await recordStatements(servers.DATABASE_URL));
    const settings: AppSettings = {
      ...servers,
      ...(await startEmulator(resources, recordingSeconds)),
      DASHBOARD_BASE_URL: dashboard.url,
      // In noise a voice detector hears nobody, and nothing would be asked.
      SPEECH_DETECTION: 'silence',
      FFMPEG_PATH: ffmpeg.path,
      DATABASE_URL: recorder.url,
    };
    const api = await startApi(resources, settings);
    await startWorker(resources, 'transcription-worker', settings);
    await startWorker(resources, 'analytics-worker', settings);
    await startWorker(resources, 'dashboard-sync-worker', settings);
    const account = await createAccount(api.url);
    const path = await writeRecording(directory, recordingBytes(recordingSeconds));
    const counter = createStatementCounter();

    async function send(): Promise<void> {
      const { meetingId } = await account.upload(path);
      await waitFor('the meeting to be delivered', () => isOver(database, meetingId), {
        timeoutMs: 60_000,
        everyMs: 20,
      });
    }

    // What is asked once of a process, as what tables look like, is no meeting's.
    await send();
    counter.count(recorder.take());
    await delay(idleMs);
    const idle = counter.count(recorder.take());
    const before = (await ffmpeg.runs()).length;
    const started = performance.now();
    for (let meeting = 1; meeting <= meetings; meeting += 1) await send();
    const share = (performance.now() - started) / idleMs;
    const busy = counter.count(recorder.take());

    const counts = perMeeting(busy, idle, share);
    const rows = [...counts].filter(([, count]) => count >= 0.05).sort(([, a], [, b]) => b - a);
    const cells = rows.map(([name, count]) => [name, count.toFixed(1)]);
    say(`statements a meeting, without those of idle sweeps:\n${table(cells)}`);
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const starts = ((await ffmpeg.runs()).length - before) / meetings;
    const commits = (busy.commits - idle.commits * share) / meetings;
    return [
      { name: 'SQL statements a meeting', value: total, unit: 'count', atMost: 55 },
      { name: 'commits a meeting', value: commits, unit: 'count', atMost: 25 },
      { name: 'ffmpeg starts a meeting', value: starts, unit: 'count', atMost: 3 },
    ];
  },
};

/** Its note, its metrics and its delivery are there, and all that happened to it has its place in the logs. */
async function isOver(database: DataSource, meetingId: string): Promise<boolean> {
  const [meeting]: { over: boolean }[] = await database.query(
    `SELECT status = 'COMPLETED' AND analytics_status = 'COMPLETED' AND dashboard_status = 'DELIVERED'
       AND NOT EXISTS (SELECT FROM pending_events) AND NOT EXISTS (SELECT FROM pending_audit_entries) AS over
     FROM meetings WHERE id = $1`,
    [meetingId],
  );
  return meeting?.over === true;
}

/** @param share how much of the idle stretch the busy one was as long as. */
function perMeeting(busy: Asked, idle: Asked, share: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [name, count] of busy.statements) {
    const polled = (idle.statements.get(name) ?? 0) * share;
    counts.set(name, (count - polled) / meetings);
  }
  return counts;
}
