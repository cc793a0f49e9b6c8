import type { Scope } from '@memo/entities';

export interface AuditActor {
  /** The user who acted, also by a key of theirs; null for what is no user. */
  userId: number | null;
  /** Who acted and by what, like `user:42`. */
  actor: string;
}

/** A scope's actor as the audit log names it. */
export const actorOf = ({ userId }: Scope): AuditActor => ({ userId, actor: `user:${userId}` });
