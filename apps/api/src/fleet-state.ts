import type { Database, Stage } from '@memo/entities';
import { readSealerLag } from '@memo/journal';
import type { Unclaimed } from '@memo/meetings';
import type { Pipeline, RunGroup } from '@memo/pipeline';

/** What the database says of the work of the whole fleet, for whoever operates it. */
export interface FleetState {
  runs: RunGroup<Stage>[];
  unsealed: Awaited<ReturnType<typeof readSealerLag>>;
  unclaimed: Awaited<ReturnType<Unclaimed['count']>>;
}

interface Deps {
  database: Database;
  pipeline: Pick<Pipeline, 'state'>;
  unclaimed: Pick<Unclaimed, 'count'>;
}

/** One after the other: nobody waits for it, and it is to hold one connection. */
export const createReadFleetState =
  ({ database, pipeline, unclaimed }: Deps) =>
  async (): Promise<FleetState> => ({
    runs: await pipeline.state(),
    unsealed: await readSealerLag(database),
    unclaimed: await unclaimed.count(),
  });
