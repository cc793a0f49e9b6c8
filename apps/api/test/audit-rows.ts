import { AuditEvent } from '@memo/entities';
import { sealJournal } from '@memo/journal';
import type { DataSource, FindOptionsWhere } from 'typeorm';

/** What the audit log has by now, in order, without waiting for the sweeper to seal it. */
export async function auditRows(
  dataSource: DataSource,
  where: FindOptionsWhere<AuditEvent>,
): Promise<AuditEvent[]> {
  await sealJournal(dataSource);
  return dataSource.manager.find(AuditEvent, { where, order: { number: 'ASC' } });
}
