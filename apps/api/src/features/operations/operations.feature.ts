import { createFailures } from '@memo/pipeline';
import type { Feature } from '../../feature.ts';
import { defineRoute } from '../../http/route.ts';
import {
  failuresQuerySchema,
  failuresSchema,
  redrivenSchema,
  redriveSchema,
} from './operations.schemas.ts';
import { createOperationsService } from './operations.service.ts';
import { overviewSchema } from './overview.schemas.ts';
import { createReadOverview, type OverviewDeps } from './overview.service.ts';

type Deps = Parameters<typeof createFailures>[0] & OverviewDeps;

const common = { tags: ['Operations'], auth: 'operator' as const };

/** What operators of the installation see of everybody's meetings, and may have done again. */
export function createOperationsFeature(deps: Deps): Feature {
  const service = createOperationsService({ failures: createFailures(deps) });
  const readOverview = createReadOverview(deps);
  return {
    routes: [
      defineRoute({
        ...common,
        method: 'get',
        path: '/ops/overview',
        summary: 'What waits, runs and fails, of everybody',
        description: `How much there is to do by stage and for how long it has waited, what it waits for, why it failed, and
who does it. For administrators of the installation. Of one process the metrics tell more (\`METRICS_PORT\`).`,
        responses: { 200: { description: 'The overview', schema: overviewSchema } },
        handler: async () => ({ status: 200, body: await readOverview() }),
      }),
      defineRoute({
        ...common,
        method: 'get',
        path: '/ops/failures',
        summary: 'What failed for good, of everybody',
        description: `Meetings that failed, and metrics and deliveries of finished ones, one entry for each stage. For
administrators of the installation; what was said in a meeting, and its title, are not told.`,
        query: failuresQuerySchema,
        responses: { 200: { description: 'The failures', schema: failuresSchema } },
        handler: async ({ query }) => ({ status: 200, body: await service.failures(query) }),
      }),
      defineRoute({
        ...common,
        method: 'post',
        idempotency: { needless: 'what runs again has not failed any more' },
        path: '/ops/redrive',
        summary: 'Run again what failed, of everybody',
        description: `Named by \`meeting_ids\`, or all that a filter finds, those that failed first and at most \`limit\` of
them: \`remaining\` says how many are left. Each runs again as \`POST /meetings/{meeting_id}/retry\` has it, but for the gaps of
transcripts, which are not asked about again.`,
        body: redriveSchema,
        responses: { 200: { description: 'What runs again', schema: redrivenSchema } },
        handler: async ({ scope, body }) => ({
          status: 200,
          body: await service.redrive(scope, body),
        }),
      }),
    ],
  };
}
