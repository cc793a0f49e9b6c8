import type { System } from '../system/start-system.ts';

/** What had been when the fault began. */
export interface Before {
  /** When that was, by the clock of this process. */
  beganAtMs: number;
  /** How many transcription workers had been killed by then. */
  killed: number;
}

/** Meetings that are there twice, and deliveries under more than one id. */
export async function doubledOf(
  { database, dashboard }: System,
  ids: readonly string[],
): Promise<string[]> {
  // One that was sent twice under its key, or once, is one meeting.
  const titles = await database.query<{ title: string }[]>(
    `SELECT title FROM meetings WHERE deleted_at IS NULL GROUP BY workspace_id, title HAVING count(*) > 1`,
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
    ...twice.map((id) => `${id} delivered twice`),
  ];
}

/** Questions that a worker has under way at most: `WORKER_CONCURRENCY`. */
const inFlight = 2;

/** Answers that were paid for twice, beyond those that were no good and those that killed workers were asking. */
export async function answersPaidTwice(
  system: System,
  ids: readonly string[],
  { beganAtMs, killed }: Before,
): Promise<string[]> {
  const again: string[] = [];
  for (const { word, times } of system.engine.answered.values()) {
    const anew = times.filter((time) => time > beganAtMs);
    const repeated = times.length > anew.length ? anew : anew.slice(1);
    const told = times.map((time) => ((time - beganAtMs) / 1000).toFixed(1)).join(', ');
    again.push(...repeated.map(() => `the answer ${word} was paid for after ${told} s`));
  }
  const rejected = await rejectedAnswers(system, ids);
  const allowed = rejected + (killedWorkers(system) - killed) * inFlight;
  return again.length > allowed ? again : [];
}

/** How many transcription workers a signal has ended so far. */
export const killedWorkers = ({ fleet }: System): number =>
  fleet.ended().filter((how) => how.startsWith('transcription-worker: SIG')).length;

/** Answers that were no good: the same is asked once more, on purpose. */
async function rejectedAnswers({ database }: System, ids: readonly string[]): Promise<number> {
  const [row] = await database.query<{ rejected: number }[]>(
    `SELECT coalesce(sum((result->>'thrownAway')::int), 0)::int AS rejected FROM stage_runs
     WHERE meeting_id = ANY($1) AND stage = 'transcribe'`,
    [ids],
  );
  return row?.rejected ?? 0;
}
