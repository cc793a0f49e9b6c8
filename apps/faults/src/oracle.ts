import { createHash } from 'node:crypto';
import { createDatabase } from '@memo/entities/connections';
import { verifyAudit } from '@memo/journal';
import { storedTranscript, waitFor } from '@memo/testing';
import type { Accepted, Client } from './load.ts';
import type { System } from './system/start-system.ts';

export interface Verdict {
  /** Recordings that got a 2xx and are not transcribed, in full and as themselves. */
  lost: string[];
  /** Results, deliveries and paid answers that are there twice. */
  doubled: string[];
  /** Objects and uploads in the bucket that no meeting knows of. */
  orphans: string[];
  /** Meetings that were FAILED until somebody asked for a retry. */
  failedAtFirst: number;
  /** Whatever else is not as it should be. */
  other: string[];
  /** From the end of the fault to the end of the last meeting, in ms. */
  settledAfterMs: number;
}

/** When the fault began. */
export interface Before {
  /** Of this process. */
  beganAtMs: number;
  /** How many transcription workers had been killed by then. */
  killed: number;
  /** Whether a transcript may lack what was said, if it says so. */
  mayLeaveGaps: boolean;
}

/** How long all of it may take: so long, and so long for each. */
const settleMs = 240_000;
const settleEachMs = 1_500;

interface Row {
  id: string;
  status: string;
  dashboard_status: string;
  code: string | null;
}

/** Waits until nothing more happens, has what failed tried once more, and asks what became of all that was accepted. */
export async function judge(
  system: System,
  client: Client,
  accepted: readonly Accepted[],
  before: Before,
): Promise<Verdict> {
  const healedAtMs = performance.now();
  const ids = accepted.map(({ meetingId }) => meetingId);
  await settled(system, ids);
  const failed = (await rowsOf(system, ids)).filter(({ status, dashboard_status }) =>
    [status, dashboard_status].includes('FAILED'),
  );
  for (const { id } of failed) await client.retry(id);
  await settled(system, ids);
  const settledAfterMs = performance.now() - healedAtMs;
  return {
    lost: await lostOf(system, accepted, before),
    doubled: [
      ...(await doubledOf(system, ids)),
      ...paidTwice(system, before, await rejectedAnswers(system, ids)),
    ],
    orphans: await orphansOf(system),
    failedAtFirst: failed.length,
    other: await othersOf(system),
    settledAfterMs,
  };
}

const rowsOf = ({ database }: System, ids: readonly string[]): Promise<Row[]> =>
  database.query(
    `SELECT id, status, dashboard_status, error->>'code' AS code FROM meetings WHERE id = ANY($1) AND deleted_at IS NULL`,
    [ids],
  );

async function settled(system: System, ids: readonly string[]): Promise<void> {
  const isOver = ({ status, dashboard_status }: Row) =>
    status === 'FAILED' || (status === 'COMPLETED' && dashboard_status !== 'PENDING');
  await waitFor(
    'all meetings to end',
    async () => (await rowsOf(system, ids)).every(isOver) && (await openRuns(system)) === 0,
    { timeoutMs: settleMs + settleEachMs * ids.length, everyMs: 250 },
  ).catch(() => undefined);
}

/** Waits until a meeting has ended. @returns its status, ended or not. */
export async function endOf(system: System, id: string, timeoutMs: number): Promise<string> {
  const status = async () => (await rowsOf(system, [id]))[0]?.status ?? 'gone';
  const isOver = async () => ['COMPLETED', 'FAILED', 'gone'].includes(await status());
  await waitFor('the meeting to end', isOver, { timeoutMs, everyMs: 250 }).catch(() => undefined);
  return status();
}

/** How many runs are not over. */
export async function openRuns({ database }: System): Promise<number> {
  const [row] = await database.query<{ open: number }[]>(
    `SELECT count(*)::int AS open FROM stage_runs WHERE status IN ('queued', 'running')`,
  );
  return row?.open ?? 0;
}

async function lostOf(
  system: System,
  accepted: readonly Accepted[],
  { mayLeaveGaps }: Before,
): Promise<string[]> {
  const { database } = system;
  const rows = new Map(
    (
      await rowsOf(
        system,
        accepted.map(({ meetingId }) => meetingId),
      )
    ).map((row) => [row.id, row]),
  );
  const lost: string[] = [];
  for (const { meetingId, sha256, word } of accepted) {
    const row = rows.get(meetingId);
    if (row?.status !== 'COMPLETED') {
      lost.push(`${meetingId} is ${row?.status ?? 'gone'} ${row?.code ?? ''}`);
      continue;
    }
    const [recording] = await database.query<{ key: string }[]>(
      `SELECT object_key AS key FROM recordings WHERE meeting_id = $1`,
      [meetingId],
    );
    const hash = await hashOf(system, recording?.key ?? '');
    if (hash !== sha256) lost.push(`${meetingId} has another recording`);
    const { segments, coverage } = await storedTranscript(database.manager, meetingId);
    const said = segments.map(({ text }) => text).join(' ');
    const isOwn = said !== '' && (word === null || said.includes(`${word}n`));
    // What an engine spoilt twice is missing, and told of.
    const isTold = said === '' && (coverage?.gaps ?? []).length > 0;
    if (!isOwn && !(isTold && mayLeaveGaps)) {
      lost.push(`${meetingId} says "${said.slice(0, 40)}" and not "${word ?? ''}"`);
    }
  }
  return lost;
}

async function hashOf({ storage }: System, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of await storage.get(key)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function doubledOf(
  { database, dashboard }: System,
  ids: readonly string[],
): Promise<string[]> {
  // One that was sent twice under its key, or once, is one meeting.
  const titles = await database.query<{ title: string }[]>(
    `SELECT title FROM meetings WHERE deleted_at IS NULL GROUP BY workspace_id, title HAVING count(*) > 1`,
  );
  const results = await database.query<{ what: string }[]>(
    `SELECT meeting_id || ' ' || stage || ' ' || part AS what FROM stage_runs
     WHERE meeting_id = ANY($1) GROUP BY meeting_id, stage, part, generation HAVING count(*) > 1`,
    [ids],
  );
  // What a dashboard has seen under an id it takes for a repetition: one meeting is one id.
  const delivered = new Map<string, Set<string>>();
  for (const { headers, body } of dashboard.deliveries) {
    const { id } = JSON.parse(body) as { id: string };
    const key = headers['idempotency-key'] ?? '';
    // One that went out before its metrics is another delivery, on purpose.
    if (!key.endsWith('without-metrics')) {
      delivered.set(id, (delivered.get(id) ?? new Set()).add(key));
    }
  }
  const twice = ids.filter((id) => (delivered.get(id)?.size ?? 0) > 1);
  return [
    ...titles.map(({ title }) => `two meetings are called "${title}"`),
    ...results.map(({ what }) => what),
    ...twice.map((id) => `${id} delivered twice`),
  ];
}

/** Answers that were no good: the same is asked once more, on purpose. */
async function rejectedAnswers({ database }: System, ids: readonly string[]): Promise<number> {
  const [row] = await database.query<{ rejected: number }[]>(
    `SELECT coalesce(sum((result->>'thrownAway')::int), 0)::int AS rejected FROM stage_runs
     WHERE meeting_id = ANY($1) AND stage = 'transcribe'`,
    [ids],
  );
  return row?.rejected ?? 0;
}

/** Beyond those that were no good, and those that workers were asking when they were killed. */
function paidTwice(system: System, { beganAtMs, killed }: Before, rejected: number): string[] {
  const again: string[] = [];
  for (const { word, times } of system.engine.answered.values()) {
    const anew = times.filter((time) => time > beganAtMs);
    const repeated = times.length > anew.length ? anew : anew.slice(1);
    const told = times.map((time) => ((time - beganAtMs) / 1000).toFixed(1)).join(', ');
    again.push(...repeated.map(() => `the answer ${word} was paid for after ${told} s`));
  }
  const allowed = rejected + (killedWorkers(system) - killed) * inFlight;
  return again.length > allowed ? again : [];
}

/** How many transcription workers a signal has ended so far. */
export const killedWorkers = ({ fleet }: System): number =>
  fleet.ended().filter((how) => how.startsWith('transcription-worker: SIG')).length;

/** Questions that a worker has under way at most: `WORKER_CONCURRENCY`. */
const inFlight = 2;

/** What no meeting has, and no sweep will remove: what is written down as unclaimed goes by itself after a day. */
async function orphansOf({ database, storage, s3 }: System): Promise<string[]> {
  const known = await database.query<{ id: string }[]>('SELECT id FROM meetings');
  const unclaimed = await database.query<{ prefix: string }[]>(
    'SELECT prefix FROM unclaimed_objects',
  );
  const ids = new Set(known.map(({ id }) => id));
  const keys = await storage.listKeys('');
  const orphans = keys.filter((key) => {
    const id = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.exec(key)?.[0];
    const isKnown = id !== undefined && ids.has(id);
    return !isKnown && !unclaimed.some(({ prefix }) => key.startsWith(prefix));
  });
  const uploads = await s3.openUploads();
  return [...orphans, ...uploads.slice(unclaimed.length).map((id) => `upload ${id}`)];
}

async function othersOf(system: System): Promise<string[]> {
  const left = await openRuns(system);
  const broken: string[] = [];
  for await (const chain of verifyAudit(createDatabase(system.database))) {
    if (chain.broken !== null) broken.push(`the audit chain of ${chain.workspaceId} is broken`);
  }
  return [...(left > 0 ? [`${left} runs are left in the ledger`] : []), ...broken];
}
