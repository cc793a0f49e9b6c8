import type { Database, Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Feature } from '../../feature.ts';
import { sweepEveryMs } from '../../sweeper/sweeper.ts';
import { createDeletionRoutes } from './deletion/deletion.routes.ts';
import { createDeletionService, type DeletionDeps } from './deletion/deletion.service.ts';
import { createExportRoutes } from './export/export.routes.ts';
import { createExportService, type ExportDeps } from './export/export.service.ts';
import type { ProveSelf } from './prove.ts';
import { purgeAccounts } from './purge/purge.ts';

export interface AccountFeatureDeps extends DeletionDeps, ExportDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  prove: ProveSelf;
}

/** The end of an account, and what its person takes along. */
export function createAccountFeature(deps: AccountFeatureDeps): Feature {
  return {
    routes: [
      ...createDeletionRoutes(createDeletionService(deps), deps.prove),
      ...createExportRoutes(createExportService(deps)),
    ],
    sweeps: {
      purgeAccounts: { everyMs: sweepEveryMs, run: () => purgeAccounts(deps) },
    },
  };
}
