export {
  createAuditLog,
  mayChangeAudit,
  type AuditEntry,
  type AuditLog,
} from './audit/audit-log.ts';
export { createAuditKeys, type AuditKeys } from './audit/audit-keys.ts';
export { sumProblem, type SumProblem } from './audit/sum-problem.ts';
export { verifyAudit, type AuditChain, type Head } from './audit/verify-audit.ts';
export {
  eventKinds,
  updatedFields,
  type EventDetails,
  type EventKind,
  type UpdatedField,
} from './events/kinds.ts';
export { tellOf } from './events/events.sql.ts';
export {
  createRecordEvent,
  eventRow,
  pruneEvents,
  type EventRow,
  type RecordEvent,
} from './events/events.ts';
export { renewedFields, statusFields } from './events/status-fields.ts';
export { sealEvents, sealJournal } from './seal.ts';
export { readSealerLag } from './sealer-lag.ts';
