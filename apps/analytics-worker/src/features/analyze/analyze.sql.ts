import { jsonb, sql } from '@memo/entities';
import { stageEnd } from '@memo/pipeline';
import type { MeetingMetrics } from '@memo/transcript';

export const endWithMetrics = stageEnd({
  stage: 'analyze',
  values: { metrics: jsonb<MeetingMetrics>() },
  set: ($) => sql`analytics_data = ${$.metrics}`,
});
