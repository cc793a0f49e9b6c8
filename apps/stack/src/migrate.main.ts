/** Brings a database to the current tables. In a process of its own: what that takes is gone when it is done. */
import { migrate } from '@memo/entities';
import { toAppError } from '@memo/errors';
import type { MigrationTarget, Told } from './migration.ts';

const tell = (told: Told): void => void process.send?.(told);

process.once('disconnect', () => process.exit());
process.once('message', (target: MigrationTarget) => {
  migrate({ ...target, notify: (notice) => tell({ notice }) })
    .then(
      () => tell({ failure: null }),
      (error: unknown) => {
        const { kind, message } = toAppError(error);
        tell({ failure: { kind, message } });
      },
    )
    .finally(() => process.disconnect());
});
