import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { loadTranscriptionWorkerConfig } from '@memo/config';
import { MeetingSpeaker } from '@memo/entities';
import { storedTranscript } from '@memo/testing';
import { cpWer, diarizationError } from '@memo/testing/measures';
import type { DataSource } from 'typeorm';
import { createAccount, type Account } from '../memo/account.ts';
import { startApi, startWorker, unlimited, type AppSettings } from '../memo/apps.ts';
import { untilCompleted } from '../memo/meeting-steps.ts';
import { startServers } from '../memo/servers.ts';
import type { ReferencedRecording } from './recordings.ts';

/** How an engine did with a recording. */
export interface EngineResult {
  engine: string;
  recording: string;
  /** As `cpWER` of MeetEval; null where the reference has no words. */
  cp_wer: number | null;
  /** As `DER` of MeetEval, without a collar. */
  der: number | null;
  /** Of the speech found, what is not in the transcript. */
  gap_share: number | null;
  cost_micro_usd_per_hour: number | null;
  /** From the upload to the end, notes without a language model included, by the clock. */
  seconds_per_hour: number | null;
  /** Why there is nothing else. */
  error: string | null;
}

const longestMs = 6 * 3_600_000;
const hourMs = 3_600_000;

/** The engines that turn speech into text and can be reached with these settings; without any the offline one. */
export function configuredEngines(settings: AppSettings): string[] {
  const { ai } = loadTranscriptionWorkerConfig(settings);
  const reached = Object.entries(ai).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && 'timeoutMs' in value ? [name] : [],
  );
  return reached.length > 0 ? reached : ['offline'];
}

/**
 * Takes each recording through the whole product with each engine, on servers of its own. What a language model may add
 * is left out: `TEXT_PROVIDER` is the one without a model.
 * @param settings of the engines, as the environment gives them.
 */
export async function runEngines(
  resources: AsyncDisposableStack,
  recordings: readonly ReferencedRecording[],
  settings: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<EngineResult[]> {
  const { settings: servers, database } = await startServers(resources);
  const all: AppSettings = {
    ...unlimited,
    MAX_AUDIO_FILE_SIZE: '2GB',
    ...settings,
    TEXT_PROVIDER: 'offline',
    ...servers,
  };
  const api = await startApi(resources, all);
  const account = await createAccount(api.url);
  const results: EngineResult[] = [];
  for (const engine of configuredEngines(all)) {
    await using worker = await startWorker(resources, 'transcription-worker', {
      ...all,
      SPEECH_PROVIDER: engine,
    });
    say(`${engine}: worker ${worker.pid}`);
    for (const recording of recordings) {
      const result = await runOne(api.url, account, database, recording);
      results.push({ engine, recording: recording.name, ...result });
      say(`${engine}: ${recording.name}${result.error === null ? '' : `: ${result.error}`}`);
    }
  }
  return results;
}

async function runOne(
  apiUrl: string,
  account: Account,
  database: DataSource,
  recording: ReferencedRecording,
): Promise<Omit<EngineResult, 'engine' | 'recording'>> {
  try {
    const startedAt = Date.now();
    const meetingId = await upload(apiUrl, account, recording.path);
    const completedAt = await untilCompleted(database, meetingId, longestMs);
    return {
      ...(await compare(database, meetingId, recording, completedAt - startedAt)),
      error: null,
    };
  } catch (error) {
    const nothing = { cp_wer: null, der: null, gap_share: null };
    const message = error instanceof Error ? error.message : String(error);
    return { ...nothing, cost_micro_usd_per_hour: null, seconds_per_hour: null, error: message };
  }
}

async function compare(
  database: DataSource,
  meetingId: string,
  { words, speech }: ReferencedRecording,
  tookMs: number,
) {
  const { manager } = database;
  const { segments, coverage } = await storedTranscript(manager, meetingId);
  const [spent] = await database.query<{ cost: number | null; ms: number }[]>(
    `SELECT duration_ms::float8 AS ms,
       (SELECT sum(cost_micro_usd)::float8 FROM ai_calls WHERE meeting_id = m.id) AS cost
     FROM meetings m WHERE id = $1`,
    [meetingId],
  );
  const speakers = await manager.countBy(MeetingSpeaker, { meetingId });
  const said = segments.map(({ speakerKey, ...rest }) => ({ ...rest, speaker: speakerKey }));
  const hours = (spent?.ms ?? 0) / hourMs;
  const perHour = (value: number) => (hours > 0 ? Math.round(value / hours) : null);
  const cost = spent?.cost ?? null;
  return {
    cp_wer: words === null ? null : cpWer(words, said).rate,
    der: speakers === 0 && speech.length > 0 ? 1 : diarizationError(speech, said).rate,
    gap_share: coverage === null ? null : 1 - coverage.share,
    cost_micro_usd_per_hour: cost === null ? null : perHour(cost),
    seconds_per_hour: perHour(tookMs / 1_000),
  };
}

async function upload(apiUrl: string, { authorization }: Account, path: string): Promise<string> {
  const form = new FormData();
  form.set('title', basename(path));
  form.set('audio_file', await openAsBlob(path), basename(path));
  const url = `${apiUrl}/api/v1/mobile/meetings/`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'Idempotency-Key': crypto.randomUUID() },
    body: form,
  });
  const answer = (await response.json()) as { id: string };
  if (response.status !== 201) throw new Error(`The upload: ${JSON.stringify(answer)}`);
  return answer.id;
}
