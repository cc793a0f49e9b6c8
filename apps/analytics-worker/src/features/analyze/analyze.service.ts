import { AppError } from '@memo/errors';
import type { MeetingReader } from '@memo/meetings';
import { leave, type StageClaim, type StageOutput } from '@memo/pipeline';
import { meetingMetricsSchema } from '@memo/transcript';
import { endWithMetrics } from './analyze.sql.ts';
import { computeMetrics } from './metrics.ts';

export interface AnalyzeDeps {
  reader: Pick<MeetingReader, 'ofStage'>;
}

/** The transcript in, the meeting's metrics out. */
export function createAnalyze({ reader }: AnalyzeDeps) {
  return async (claim: StageClaim): Promise<StageOutput> => {
    const { meeting, transcript, speakers } = await reader.ofStage(claim, { words: false });
    const { segments } = transcript;
    const { duration_ms: durationMs } = meeting;
    if (durationMs === null)
      throw new AppError('internal', 'The length of this meeting is unknown.');
    const metrics = meetingMetricsSchema.parse(computeMetrics({ segments, speakers, durationMs }));
    return { left: leave(endWithMetrics, { metrics }) };
  };
}
