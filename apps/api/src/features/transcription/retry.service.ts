import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import { renewedFields, type AuditLog, type RecordEvent } from '@memo/journal';
import { asksEngines, type Pipeline, type RetryAnswer } from '@memo/pipeline';
import { meetingNotFound, type Intake } from '@memo/meetings';
import type { AccountLimits } from '../../account-limits/account-limits.ts';
import { runsAnew } from './conflicts.ts';
import type { KeepMade } from '../../http/idempotency/once.ts';
import type { ReadRetried } from './retried.ts';
import type { TranscriptionRepository } from './transcription.repository.ts';
import type { RetriedMeeting } from './transcription.schemas.ts';

export interface RetryDeps {
  repository: TranscriptionRepository;
  pipeline: Pick<Pipeline, 'retry'>;
  readRetried: ReadRetried;
  intake: Pick<Intake, 'isAwaited'>;
  accountLimits: Pick<AccountLimits, 'requireMoney'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

/**
 * Runs again what failed for good of one meeting of the workspace, whatever it failed of, and asks again about what its
 * transcript lacks.
 * @throws AppError `not_found`, `conflict` when nothing has failed and nothing can be filled, or it runs already;
 *   `forbidden` for a workspace that has spent what it may, unless what runs again asks no engine.
 */
export type RetryMeeting = (
  scope: Scope,
  meetingId: string,
  keep: KeepMade,
) => Promise<RetriedMeeting>;

export function createRetryMeeting(deps: RetryDeps): RetryMeeting {
  const { repository, pipeline, readRetried, intake, transact, audit, recordEvent } = deps;

  return async (scope, meetingId, keep) => {
    const answer = await transact(async (tx) => {
      const retried = await pipeline.retry(scope, tx, meetingId);
      if (retried.kind === 'retried') {
        if (retried.stages.some(asksEngines)) await deps.accountLimits.requireMoney(scope, tx);
        const { workspaceId } = scope;
        const fields = renewedFields(...retried.stages);
        await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields });
        const details = { stages: retried.stages.join(', ') };
        await audit.record(scope, tx, { action: 'meeting.retried', subject: meetingId, details });
        await keep(tx, meetingId);
      }
      return retried;
    });
    if (answer.kind === 'not_found') throw meetingNotFound();
    if (answer.kind === 'runs_anew') throw runsAnew('retry it then if something is still missing.');
    if (answer.kind === 'nothing_failed') {
      const row = await repository.find(scope, meetingId);
      if (row === null) throw meetingNotFound();
      if (row.playback_key !== null) throw nothingFailed(answer);
      throw notUploaded(await intake.isAwaited(scope, meetingId));
    }
    return readRetried(scope, meetingId);
  };
}

function nothingFailed({
  state,
  lacks,
}: Extract<RetryAnswer, { kind: 'nothing_failed' }>): AppError {
  const is =
    `its status is ${state.status}, its analytics are ${state.analytics} ` +
    `and its dashboard delivery is ${state.dashboard}`;
  return new AppError('conflict', sentence());

  function sentence(): string {
    if (lacks === 'missing_from_file') {
      return (
        `Nothing of this meeting has failed, and what its transcript lacks is missing from the recording itself, ` +
        `which no engine can mend: ${is}. If you have the whole recording, upload it as a new meeting.`
      );
    }
    if (lacks === 'chunks_unknown') {
      return (
        `Nothing of this meeting has failed, and of which parts of the recording its transcript was made is not known ` +
        `any more, so its gaps cannot be asked about again: ${is}. Upload the recording as a new meeting.`
      );
    }
    const noGaps = state.status === 'COMPLETED' ? ' and its transcript has no known gaps' : '';
    return `Nothing of this meeting has failed${noGaps}, so there is nothing to retry: ${is}.`;
  }
}

const notUploaded = (awaited: boolean): AppError =>
  new AppError(
    'conflict',
    awaited
      ? 'The recording of this meeting has not been uploaded yet, so there is nothing to retry. Finish the upload; the rest begins by itself.'
      : 'This meeting has no recording, so there is nothing to retry. Initiate the upload of one; the rest begins by itself.',
    { code: 'not_uploaded' },
  );
