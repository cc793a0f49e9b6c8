import { boolean, openStatement, sql } from '@memo/entities';

/** Whether the role of this process could change what the audit log says. */
export const mayChangeAudit = openStatement({
  name: 'readiness.may_change_audit',
  acrossWorkspaces: '',
  values: {},
  columns: { may: boolean },
  sql: () => sql`SELECT has_table_privilege('audit_events', 'UPDATE, DELETE, TRUNCATE') AS may`,
});
