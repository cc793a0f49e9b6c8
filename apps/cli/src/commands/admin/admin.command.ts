import { createAuditLog } from '@memo/journal';
import { onDatabase } from '../../on-database.ts';
import type { Program } from '../../program.ts';
import { grantAdmin } from './grant-admin.ts';

export interface AdminCommandDeps {
  databaseUrl: () => string;
}

/** `memo admin <email> [--revoke]` */
export function registerAdmin({ root, answer }: Program, { databaseUrl }: AdminCommandDeps): void {
  root
    .command('admin')
    .description('Makes somebody who has signed up an admin of this installation.')
    .argument('<email>', 'such as robin@example.com')
    .option('--revoke', 'takes the right away')
    .action((email: string, { revoke = false }: { revoke?: boolean }) =>
      answer(async () => {
        const isAdmin = !revoke;
        const changed = await onDatabase(databaseUrl(), ({ database, transact }) =>
          grantAdmin({ database, transact, audit: createAuditLog(database) }, { email, isAdmin }),
        );
        const state = isAdmin ? 'an admin' : 'no admin';
        return {
          text: `${email} is ${changed ? 'now' : 'already'} ${state}.`,
          json: { email, is_admin: isAdmin, changed },
        };
      }),
    );
}
