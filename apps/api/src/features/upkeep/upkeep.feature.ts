import type { Database, Transact } from '@memo/entities';
import { pruneEvents, sealJournal, type AuditKeys } from '@memo/journal';
import { rebuildSearch, type Unclaimed } from '@memo/meetings';
import type { Pipeline } from '@memo/pipeline';
import type { Feature } from '../../feature.ts';
import type { Reservations } from '../../http/idempotency/reservations.ts';
import { reconcileEveryMs, sweepEveryMs } from '../../sweeper/sweeper.ts';

/** Clients that follow a workspace's changes wait for it. */
const sealEveryMs = 1_000;

/** An interval of its own: for as long as there is much to build nobody else waits for it. */
const rebuildEveryMs = 3_000;

export interface UpkeepFeatureDeps {
  database: Database;
  transact: Transact;
  auditKeys: AuditKeys;
  pipeline: Pick<Pipeline, 'reconcile'>;
  reservations: Pick<Reservations, 'forget'>;
  unclaimed: Pick<Unclaimed, 'sweep'>;
}

/** What the libraries need done again and again, of all workspaces alike, and the requests' keys. It answers nothing. */
export function createUpkeepFeature(deps: UpkeepFeatureDeps): Feature {
  const { database, transact, auditKeys, pipeline, reservations, unclaimed } = deps;
  return {
    routes: [],
    sweeps: {
      reconcile: { everyMs: reconcileEveryMs, run: () => pipeline.reconcile() },
      sealJournal: {
        everyMs: sealEveryMs,
        run: () => sealJournal({ database, transact, auditKeys }),
      },
      sweepUnclaimed: { everyMs: sweepEveryMs, run: () => unclaimed.sweep() },
      forgetKeys: { everyMs: sweepEveryMs, run: () => reservations.forget() },
      rebuildSearch: {
        everyMs: rebuildEveryMs,
        run: () => rebuildSearch({ database, transact }),
      },
      pruneEvents: { everyMs: sweepEveryMs, run: () => pruneEvents(database) },
    },
  };
}
