import { sql, words, type DashboardStatus } from '@memo/entities';
import { stageEnd } from '@memo/pipeline';

export const endWithDelivery = stageEnd({
  stage: 'sync',
  values: { status: words<DashboardStatus>() },
  set: ($) => sql`dashboard_status = ${$.status}`,
});
