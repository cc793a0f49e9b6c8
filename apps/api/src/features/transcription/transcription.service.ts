import { ownerOf } from '@memo/access';
import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import { renewedFields, type AuditLog, type RecordEvent } from '@memo/journal';
import type { Pipeline, Reconciled, RetriedMeeting } from '@memo/pipeline';
import type { AccountLimits } from '../../account-limits/account-limits.ts';
import type { ReadStatus } from './status.service.ts';
import type { TranscriptionRepository } from './transcription.repository.ts';
import type { Processed, Restarted, Started } from './transcription.schemas.ts';

/** All of it is about the caller's own meetings, and leaves those of others in the workspace alone. */
export interface TranscriptionService {
  /** The workers take what is queued by themselves: looks whether they do, and sees to what is stuck. */
  start(scope: Scope): Promise<Started>;
  /**
   * Queues the meetings that wait and those of which something failed.
   * @throws AppError `forbidden` where all of those ask an engine, for a workspace that has spent what it may.
   */
  processAll(scope: Scope): Promise<Processed>;
  /** Queues again the runs that wait without a ticket or whose worker is gone. */
  restart(scope: Scope): Promise<Restarted>;
}

export interface TranscriptionDeps {
  repository: TranscriptionRepository;
  pipeline: Pick<Pipeline, 'reconcileFor' | 'retryFailed'>;
  accountLimits: Pick<AccountLimits, 'requireMoney'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
  readStatus: ReadStatus;
}

/** Meetings retried in one transaction: few enough that nobody waits long for their rows. */
const batchSize = 200;

export function createTranscriptionService(deps: TranscriptionDeps): TranscriptionService {
  const { repository, pipeline, accountLimits, transact, audit, recordEvent, readStatus } = deps;

  async function reconcileFor(scope: Scope): Promise<Reconciled> {
    const reconciled = await pipeline.reconcileFor(ownerOf(scope));
    if (reconciled.runs > 0) {
      const details = { stages: reconciled.runs };
      await transact((tx) =>
        audit.record(scope, tx, { action: 'meetings.requeued', subject: null, details }),
      );
    }
    return reconciled;
  }

  /** Where there is no money left, what costs none. @throws AppError `forbidden` where all that failed costs some. */
  async function retryFailed(scope: Scope): Promise<number> {
    const refusal = await refusalOf(() => accountLimits.requireMoney(scope));
    const retried = await retryAll(scope, { completedAlone: refusal !== null });
    if (refusal !== null && retried === 0 && (await repository.countOwn(scope)).FAILED > 0) {
      throw refusal;
    }
    return retried;
  }

  async function retryAll(scope: Scope, which: { completedAlone: boolean }): Promise<number> {
    let retried = 0;
    let after: string | null = null;
    for (;;) {
      const meetings: RetriedMeeting[] = await retryBatch(scope, { ...which, after });
      retried += meetings.length;
      after = meetings.at(-1)?.id ?? null;
      if (meetings.length < batchSize) return retried;
    }
  }

  const retryBatch = (
    scope: Scope,
    which: { completedAlone: boolean; after: string | null },
  ): Promise<RetriedMeeting[]> =>
    transact(async (tx) => {
      const batch = { ...which, limit: batchSize };
      const meetings = await pipeline.retryFailed(ownerOf(scope), tx, batch);
      if (meetings.length > 0) {
        const { workspaceId } = scope;
        const told = { kind: 'meeting.updated', workspaceId } as const;
        const events = meetings.map(({ id: meetingId, status }) => ({
          ...{ ...told, meetingId },
          fields: status === 'COMPLETED' ? renewedFields('analyze') : renewedFields('prepare'),
        }));
        await recordEvent(tx, ...events);
        const details = { meetings: meetings.length };
        await audit.record(scope, tx, { action: 'meetings.retried', subject: null, details });
      }
      return meetings;
    });

  return {
    start: async (scope) => {
      await reconcileFor(scope);
      const status = await readStatus(scope);
      const { status: state, message } = status.background_service;
      return { status: state, message, ...status };
    },

    processAll: async (scope) => {
      const { PENDING: pending } = await repository.countOwn(scope);
      const { reachable } = await reconcileFor(scope);
      const failed = await retryFailed(scope);
      const last =
        failed > 0 && reachable ? await pipeline.reconcileFor(ownerOf(scope)) : { reachable };
      const queued = pending + failed;
      return {
        queued,
        pending,
        failed,
        message: processedMessage({ queued, pending, failed, reachable: last.reachable }),
      };
    },

    restart: async (scope) => {
      const { runs, reachable } = await reconcileFor(scope);
      if (!reachable) return { status: 'unreachable', restarted: runs, message: laterMessage };
      const { background_service: service } = await readStatus(scope);
      const restarted =
        runs === 0
          ? 'None of your meetings is stuck.'
          : `${plural(runs, 'stuck stage')} queued again.`;
      const message = `${restarted} ${service.message}`;
      return { status: service.status, restarted: runs, message };
    },
  };
}

const laterMessage =
  'The job queues do not answer. What is stuck is queued by itself once they do.';

function processedMessage({
  queued,
  pending,
  failed,
  reachable,
}: Omit<Processed, 'message'> & { reachable: boolean }): string {
  if (queued === 0) return 'None of your meetings is waiting or has failed.';
  const meetings = `${plural(queued, 'meeting')} queued: ${pending} waiting, ${failed} that had failed.`;
  return reachable
    ? meetings
    : `${meetings} The job queues do not answer; the work begins by itself once they do.`;
}

const plural = (count: number, noun: string): string =>
  count === 1 ? `1 ${noun} is` : `${count} ${noun}s are`;

/** What is thrown, where it is a refusal. */
const refusalOf = (ask: () => Promise<void>): Promise<AppError | null> =>
  ask().then(
    () => null,
    (error: unknown) => {
      if (error instanceof AppError && error.kind === 'forbidden') return error;
      throw error;
    },
  );
