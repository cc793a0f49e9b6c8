import { AuditEvent } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { createAuditKeys, sealJournal } from '@memo/journal';
import { jwtSecret } from './api-fixture.ts';
import type { DataSource, FindOptionsWhere } from 'typeorm';

/** As the API of the tests signs. */
export const auditKeys = createAuditKeys([jwtSecret]);

/** Gives what was recorded by now its place, without waiting for the sweeper. */
export const sealNow = (dataSource: DataSource): Promise<number> =>
  sealJournal({
    database: createDatabase(dataSource),
    transact: createTransact(dataSource),
    auditKeys,
  });

/** What the audit log has by now, in order. */
export async function auditRows(
  dataSource: DataSource,
  where: FindOptionsWhere<AuditEvent>,
): Promise<AuditEvent[]> {
  await sealNow(dataSource);
  return dataSource.manager.find(AuditEvent, { where, order: { number: 'ASC' } });
}
