import type { Scope, Tenant, Transact, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import { statusFields, type AuditLog, type RecordEvent } from '@memo/journal';
import { meetingNotFound, type Generation, type Generations } from '@memo/meetings';
import { unlessHeld, type Pipeline, type RestoreAnswer } from '@memo/pipeline';
import { notReady } from './conflicts.ts';
import type { WireGenerations } from './reprocess.schemas.ts';

export interface GenerationsDeps {
  generations: Generations;
  pipeline: Pick<Pipeline, 'restore'>;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

export interface GenerationsService {
  /** @throws AppError `not_found`. */
  list(tenant: Tenant, meetingId: string): Promise<WireGenerations>;
  /**
   * Shows an earlier generation again, in place of the one that is shown, which is kept.
   * @throws AppError `not_found`; `conflict` where another is being made, there is nothing to bring back, or a delivery
   *   does not let go of it.
   */
  restore(scope: Scope, meetingId: string, generation: number): Promise<WireGenerations>;
}

export function createGenerationsService(deps: GenerationsDeps): GenerationsService {
  const { generations, pipeline, transact, audit, recordEvent } = deps;

  async function list(tenant: Tenant, meetingId: string): Promise<WireGenerations> {
    const found = await generations.list(tenant, meetingId);
    if (found.length === 0) throw meetingNotFound();
    return { generations: found.map(toWire) };
  }

  return {
    list,
    restore: async (scope, meetingId, generation) => {
      const answer = await unlessHeld(() =>
        transact((tx) => restoreIn(tx, scope, { meetingId, generation })),
      );
      const known = await list(scope, meetingId);
      refuse(answer, generation, known);
      return known;
    },
  };

  async function restoreIn(
    tx: Transaction,
    scope: Scope,
    meeting: { meetingId: string; generation: number },
  ): Promise<RestoreAnswer> {
    const restored = await pipeline.restore(scope, tx, meeting, () =>
      generations.bringBack(scope, tx, meeting),
    );
    if (restored.kind !== 'restored') return restored;
    const { workspaceId } = scope;
    const { meetingId, generation } = meeting;
    for (const kind of ['transcript.changed', 'note.changed'] as const) {
      await recordEvent(tx, { kind, workspaceId, meetingId });
    }
    const fields = statusFields('analyze', 'sync');
    await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields });
    const entry = { action: 'meeting.generation_restored', subject: meetingId } as const;
    await audit.record(scope, tx, { ...entry, details: { generation } });
    return restored;
  }
}

function toWire(one: Generation): WireGenerations['generations'][number] {
  const { generation, state, reprocess, error, createdAt, share, speakers } = one;
  const provider = one.provider ?? reprocess?.provider ?? null;
  const model = one.model ?? reprocess?.model ?? null;
  return {
    generation,
    state,
    shown: state === 'shown',
    from: reprocess?.from ?? 'upload',
    created_at: createdAt.toISOString(),
    transcription_engine: provider === null || model === null ? null : { provider, model },
    coverage_share: share,
    speakers,
    reprocess_error: error,
  };
}

/** @throws AppError unless it was restored. */
function refuse(answer: RestoreAnswer, generation: number, { generations }: WireGenerations): void {
  switch (answer.kind) {
    case 'restored':
      return;
    case 'not_found':
    case 'not_completed':
    case 'runs_anew':
      throw notReady(answer, 'bring the other one back then.');
    case 'shown_already':
      throw new AppError('conflict', `Generation ${generation} is what is shown already.`, {
        code: 'shown_already',
      });
    case 'nothing_kept':
      throw generations.some((one) => one.generation === generation)
        ? new AppError(
            'conflict',
            `Nothing came of generation ${generation}, so there is nothing to bring back. Choose one whose state is "kept".`,
            { code: 'nothing_kept' },
          )
        : new AppError('not_found', 'Generation not found');
  }
}
