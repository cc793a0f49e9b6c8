import {
  stages,
  type Database,
  type RowOfStatement,
  type RunError,
  type Stage,
  type Tenant,
} from '@memo/entities';
import { countStages, countStagesOfWatched } from './progress.sql.ts';
import { stageRules } from './stages.ts';

export interface Progress {
  /** The stage at work; the last one reached when none is. */
  stage: Exclude<Stage, 'minutes'>;
  /** 0 to 100, where 100 is a finished meeting note. */
  percent: number;
  /** Why it is waiting or being tried again, if it is. */
  note: string | null;
  /** Why stages failed for good, of the generation that is shown. */
  failed?: Partial<Record<Stage, RunError>>;
}

/** Of a meeting whose pipeline begins this moment. */
export const justBegun: Progress = { stage: 'prepare', percent: 0, note: null };

/** A meeting, and the workspace it is looked for in. */
export interface WatchedMeeting extends Tenant {
  meetingId: string;
}

type StageCount = RowOfStatement<typeof countStages>;

/** How far each meeting is, from the ledger itself: progress is derived, never stored. One query for all. */
export async function readProgress(
  { rows }: Database,
  tenant: Tenant,
  meetingIds: readonly string[],
): Promise<Map<string, Progress>> {
  if (meetingIds.length === 0) return new Map();
  const counts = await rows(tenant).all(countStages, { meetingIds: [...meetingIds] });
  return byMeeting(counts);
}

/** The same of meetings of several workspaces. */
export async function readProgressOfWatched(
  { openRows }: Database,
  watched: readonly WatchedMeeting[],
): Promise<Map<string, Progress>> {
  if (watched.length === 0) return new Map();
  const counts = await openRows().all(countStagesOfWatched, {
    workspaceIds: watched.map(({ workspaceId }) => workspaceId),
    meetingIds: watched.map(({ meetingId }) => meetingId),
  });
  return byMeeting(counts);
}

function byMeeting(counts: StageCount[]): Map<string, Progress> {
  const grouped = Map.groupBy(counts, (count) => count.meeting_id);
  return new Map([...grouped].map(([id, own]) => [id, toProgress(own)]));
}

function toProgress(counts: StageCount[]): Progress {
  const progress = { ...justBegun };
  let percent = 0;
  let atWork = false;
  for (const stage of stages) {
    // No part of the way to a finished meeting.
    if (stage === 'minutes') break;
    const count = counts.find((candidate) => candidate.stage === stage);
    // None of what is made: the generation that is shown had it.
    if (count === undefined || count.total === 0) break;
    // A retried analysis is at work before the delivery that went out without it.
    if (!atWork) {
      progress.stage = stage;
      progress.note = count.note;
      atWork = count.open > 0;
    }
    percent += (stageRules[stage].weight * count.succeeded) / count.total;
  }
  const failures = counts.flatMap(({ stage, failure }) =>
    failure === null ? [] : [[stage, failure] as const],
  );
  return {
    ...{ ...progress, percent: Math.round(percent) },
    ...(failures.length > 0 && { failed: Object.fromEntries(failures) }),
  };
}
