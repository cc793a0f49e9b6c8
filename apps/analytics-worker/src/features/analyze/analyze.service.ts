import { AppError } from '@memo/errors';
import type { StageClaim, StageOutput } from '@memo/pipeline';
import { meetingMetricsSchema } from '@memo/transcript';
import type { AnalyzeRepository } from './analyze.repository.ts';
import { computeMetrics } from './metrics.ts';

export interface AnalyzeDeps {
  repository: AnalyzeRepository;
}

/** The transcript in, the meeting's metrics out. */
export function createAnalyze({ repository }: AnalyzeDeps) {
  return async (claim: StageClaim): Promise<StageOutput> => {
    const { segments, speakers, durationMs } = await repository.load(claim);
    if (durationMs === null)
      throw new AppError('internal', 'The length of this meeting is unknown.');
    const metrics = meetingMetricsSchema.parse(computeMetrics({ segments, speakers, durationMs }));
    return { write: (tx) => repository.saveMetrics(claim, tx, metrics) };
  };
}
