import { stages, type Stage } from '@memo/entities';
import type { DataSource } from 'typeorm';
import { stageRules } from './stages.ts';

export interface Progress {
  /** The stage at work; the last one reached when none is. */
  stage: Stage;
  /** 0 to 100, where 100 is a finished meeting note. */
  percent: number;
  /** Why it is waiting or being tried again, if it is. */
  note: string | null;
}

interface StageCount {
  meeting_id: string;
  stage: Stage;
  total: number;
  succeeded: number;
  open: number;
  note: string | null;
}

/** How far each meeting is, from the ledger itself: progress is derived, never stored. One query for all. */
export async function readProgress(
  dataSource: DataSource,
  meetingIds: readonly string[],
): Promise<Map<string, Progress>> {
  if (meetingIds.length === 0) return new Map();
  const counts: StageCount[] = await dataSource.query(
    `SELECT r.meeting_id, r.stage, count(*)::int AS total,
       count(*) FILTER (WHERE r.status = 'succeeded')::int AS succeeded,
       count(*) FILTER (WHERE r.status IN ('queued', 'running'))::int AS open,
       max(r.error ->> 'message') FILTER (WHERE r.status IN ('queued', 'running')) AS note
     FROM stage_runs r JOIN meetings m ON m.id = r.meeting_id AND m.generation = r.generation
     WHERE r.meeting_id = ANY($1) GROUP BY r.meeting_id, r.stage`,
    [meetingIds],
  );
  const byMeeting = Map.groupBy(counts, (count) => count.meeting_id);
  return new Map([...byMeeting].map(([id, own]) => [id, toProgress(own)]));
}

function toProgress(counts: StageCount[]): Progress {
  const progress: Progress = { stage: 'prepare', percent: 0, note: null };
  let percent = 0;
  let atWork = false;
  for (const stage of stages) {
    const count = counts.find((candidate) => candidate.stage === stage);
    if (count === undefined) break;
    // A retried analysis is at work before the delivery that went out without it.
    if (!atWork) {
      progress.stage = stage;
      progress.note = count.note;
      atWork = count.open > 0;
    }
    percent += (stageRules[stage].weight * count.succeeded) / count.total;
  }
  return { ...progress, percent: Math.round(percent) };
}
