import { stages, type Stage } from '@memo/entities';
import { createAuditLog, createRecordEvent } from '@memo/journal';
import { silentLogger } from '@memo/logging';
import {
  createFailures,
  type Chosen,
  type Failure,
  type FailureFilter,
  type Failures,
} from '@memo/pipeline';
import { InvalidArgumentError, Option } from 'commander';
import { onDatabase, type Connected } from '../../on-database.ts';
import type { Answer, Program } from '../../program.ts';

export interface FailuresCommandDeps {
  databaseUrl: () => string;
}

interface Asked {
  stage?: Stage;
  reason?: string;
  limit: number;
}

const failuresOn = ({ database, transact }: Connected): Failures =>
  createFailures({
    ...{ database, transact, logger: silentLogger },
    audit: createAuditLog(database),
    recordEvent: createRecordEvent(database),
    // The API's sweeper gives tickets to what is queued within seconds, so this command needs no Redis.
    producer: { offer: () => Promise.resolve(0) },
  });

const stageOption = () => new Option('--stage <stage>', 'in which it failed').choices(stages);

const reasonOption = () => new Option('--reason <code>', "an error's code");

/** `memo failures` and `memo redrive` */
export function registerFailures(
  { root, answer }: Program,
  { databaseUrl }: FailuresCommandDeps,
): void {
  root
    .command('failures')
    .description('Lists what failed for good of everybody: meetings, metrics, deliveries.')
    .addOption(stageOption())
    .addOption(reasonOption())
    .option('--workspace <id>', 'of this workspace')
    .option('--limit <count>', 'how many at most, the newest', toCount, usual)
    .action(({ stage, reason, workspace, limit }: Asked & { workspace?: string }) =>
      answer(() =>
        onDatabase(databaseUrl(), async (connected) => {
          const filter = { stage, reason, workspaceId: workspace };
          const page = { before: null, limit };
          return listed(await failuresOn(connected).list(filter, page), filter);
        }),
      ),
    );

  root
    .command('redrive')
    .description('Runs again what failed: meetings by their ids, or by stage or reason.')
    .argument('[meetings...]', 'ids of meetings')
    .addOption(stageOption())
    .addOption(reasonOption())
    .option(
      '--limit <count>',
      'how many at most by stage or reason, those that failed first',
      toCount,
      usual,
    )
    .option('--dry-run', 'say what would run again, and change nothing')
    .action((meetings: string[], { stage, reason, limit, dryRun }: Asked & { dryRun?: true }) =>
      answer(() =>
        onDatabase(databaseUrl(), async (connected) => {
          const filtered = stage !== undefined || reason !== undefined;
          if (filtered === meetings.length > 0) {
            throw new Error('Name meetings by their ids, or give --stage or --reason.');
          }
          const chosen: Chosen = filtered
            ? { filter: { stage, reason }, limit }
            : { meetingIds: [...new Set(meetings.map((id) => id.toLowerCase()))] };
          const failures = failuresOn(connected);
          if (dryRun === true) return planned(await failures.plan(chosen), { stage, reason });
          const operator = {
            actor: { kind: 'system', name: 'command line' },
            origin: null,
          } as const;
          return redriven(await failures.rerun(operator, chosen), { stage, reason });
        }),
      ),
    );
}

const usual = 100;
const most = 500;

/** @throws InvalidArgumentError with what to write instead. */
function toCount(typed: string): number {
  const count = Number(typed);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${most}.`);
}

/** Reasons are the codes of errors, of which there is no list: one that was mistyped shows by what it does not find. */
function nothingFailed({ stage, reason, workspaceId }: FailureFilter): string {
  const asked = [
    stage === undefined ? '' : ` in the stage ${stage}`,
    reason === undefined ? '' : ` for the reason ${reason}`,
    workspaceId === undefined ? '' : ` in the workspace ${workspaceId}`,
  ].join('');
  return `Nothing has failed${asked}.`;
}

const header = 'time meeting owner stage reason: message';

const listed = (found: readonly Failure[], filter: FailureFilter): Answer => ({
  text: found.length === 0 ? nothingFailed(filter) : [header, ...found.map(lineOf)].join('\n'),
  json: {
    failures: found.map((failure) => ({
      meeting_id: failure.meetingId,
      workspace_id: failure.workspaceId,
      owner: failure.ownerEmail,
      stage: failure.stage,
      reason: failure.reason,
      message: failure.message,
      retryable: failure.retryable,
      failed_at: failure.failedAt.toISOString(),
    })),
  },
});

const lineOf = ({ meetingId, ownerEmail, stage, reason, message, failedAt }: Failure): string =>
  `${failedAt.toISOString()} ${meetingId} ${ownerEmail} ${stage} ${reason}: ${message}`;

function planned(
  { failures, notFailed, remaining }: Awaited<ReturnType<Failures['plan']>>,
  filter: FailureFilter,
): Answer {
  const ids = [...new Set(failures.map(({ meetingId }) => meetingId))];
  const nothing = ids.length === 0 && notFailed.length === 0;
  const lines = nothing
    ? [nothingFailed(filter)]
    : [
        ...(failures.length > 0 ? [header] : []),
        ...failures.map(lineOf),
        `${ids.length} ${ids.length === 1 ? 'meeting' : 'meetings'} would run again. Nothing was changed.`,
      ];
  return {
    text: [...lines, ...left(notFailed, remaining)].join('\n'),
    json: { would_redrive: ids.length, meeting_ids: ids, not_failed: notFailed, remaining },
    failed: notFailed.length > 0,
  };
}

function redriven(
  { rerun, notFailed, remaining }: Awaited<ReturnType<Failures['rerun']>>,
  filter: FailureFilter,
): Answer {
  const nothing = rerun.length === 0 && notFailed.length === 0 && remaining === 0;
  const lines = [
    nothing
      ? nothingFailed(filter)
      : `${rerun.length} ${rerun.length === 1 ? 'meeting runs' : 'meetings run'} again.`,
    ...left(notFailed, remaining),
  ];
  return {
    text: lines.join('\n'),
    json: { redriven: rerun.length, meeting_ids: rerun, not_failed: notFailed, remaining },
    failed: notFailed.length > 0,
  };
}

const left = (notFailed: readonly string[], remaining: number): string[] => [
  ...(notFailed.length > 0
    ? [`Nothing has failed of these, or they are not there: ${notFailed.join(', ')}.`]
    : []),
  ...(remaining > 0 ? [`${remaining} more are left: run it again for the next.`] : []),
];
