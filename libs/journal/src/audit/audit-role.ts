import type { Database } from '@memo/entities';
import { mayChangeRows } from './audit.sql.ts';

/** Whether the role of this process could change what the audit log says. */
export const mayChangeAudit = async ({ openRows }: Pick<Database, 'openRows'>): Promise<boolean> =>
  (await openRows().first(mayChangeRows, {}))?.may === true;
