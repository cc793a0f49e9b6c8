export { advisoryLocks } from './advisory-locks.ts';
export { AccountDeletion } from './accounts/account-deletion.ts';
export { Identity } from './accounts/identity.ts';
export { RefreshToken } from './accounts/refresh-token.ts';
export { User } from './accounts/user.ts';
export { WorkspaceInvitation } from './accounts/workspace-invitation.ts';
export { WorkspaceMember } from './accounts/workspace-member.ts';
export { Workspace } from './accounts/workspace.ts';
export { SpeakerProfile } from './crm/speaker-profile.ts';
export { runStatuses, type RunError, type RunStatus } from './ledger/ledger-run.ts';
export { MeetingGeneration, type GenerationOutline } from './meetings/meeting-generation.ts';
export { MeetingSpeaker } from './meetings/meeting-speaker.ts';
export { AuditEvent, type AuditDetails } from './journal/audit-event.ts';
export { DomainEvent } from './journal/domain-event.ts';
export { EventHead } from './journal/event-head.ts';
export { PendingEvent } from './journal/pending-event.ts';
export {
  dashboardStatuses,
  Meeting,
  meetingStatuses,
  visibilities,
  type DashboardStatus,
  type MeetingError,
  type MeetingStatus,
  type Reprocess,
  type Visibility,
} from './meetings/meeting.ts';
export {
  ActionItemRow,
  actionItemStatuses,
  type ActionItemStatus,
} from './meetings/action-item-row.ts';
export { Minutes, MinutesVersion } from './meetings/minutes.ts';
export type { ActionItem, KeyPoint } from './meetings/note.ts';
export { ShareLink, sharedParts, type SharedPart } from './meetings/share-link.ts';
export { Recording, type AnnouncedBytes } from './meetings/recording.ts';
export { StageRun, stages, type Stage } from './meetings/stage-run.ts';
export { Template } from './meetings/template.ts';
export { readDrift, type Drift } from './migrate/drift.ts';
export { migrate } from './migrate/migrate.ts';
export { recordMigrations, type RecordedMigration } from './migrate/record.ts';
export { releaseSql } from './migrate/release-sql.ts';
export { waitUntilMigrated } from './migrate/wait-until-migrated.ts';
export { newId } from './new-id.ts';
export type { Actor, Origin, Owner, Scope, Tenant, WorkspaceRole } from './scope.ts';
export {
  arrayOf,
  bigint,
  boolean,
  float,
  integer,
  json,
  jsonb,
  nullable,
  smallint,
  text,
  timestamp,
  uuid,
  words,
  type Column,
  type RowOf,
} from './sql/columns.ts';
export { ownedTables, type OwnedTable } from './sql/owned-tables.ts';
export { databaseAway } from './sql/database-away.ts';
export type { Reads } from './sql/reads.ts';
export type { Database, Rows, StatementRun } from './sql/rows.ts';
export { isPrivate, seenBy, type SeenPart } from './sql/seen.ts';
export { joinSql, sql, type Sql } from './sql/sql.ts';
export {
  openStatement,
  ownedStatement,
  type RowOfStatement,
  type Seen,
  type Statement,
} from './sql/statement.ts';
export { AiCall, aiCallStages } from './usage/ai-call.ts';
export type { Transact, Transaction } from './transaction.ts';
