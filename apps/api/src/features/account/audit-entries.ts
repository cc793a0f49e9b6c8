import type { AuditDetails } from '@memo/entities';
import type { AuditEntry } from '@memo/journal';

/** They want it gone; it is until they come back, and for good after a while. */
export const accountDeleted = (userId: number, purgeAfter: Date): AuditEntry => ({
  action: 'account.deleted',
  subject: String(userId),
  details: { purge_after: purgeAfter.toISOString() },
});

/** @param counted how many rows of each table went. */
export const accountPurged = (userId: number, counted: AuditDetails): AuditEntry => ({
  action: 'account.purged',
  subject: String(userId),
  details: counted,
});

/** Nobody else owned the workspace when its owner's account was purged. */
export const ownerSucceeded = (userId: number, before: number): AuditEntry => ({
  action: 'workspace.owner_succeeded',
  subject: String(userId),
  details: { owner_before: before },
});

export const accountExported = (userId: number): AuditEntry => ({
  action: 'account.exported',
  subject: String(userId),
});
