import { actorName, personBehind } from '@memo/access';
import type { Scope } from '@memo/entities';

export interface AuditActor {
  /** The user who acted, also by a key of theirs; null for what is no user. */
  userId: number | null;
  /** Who acted and by what, like `user:42`. */
  actor: string;
}

/** A scope's actor as the audit log names it. */
export const actorOf = ({ actor }: Pick<Scope, 'actor'>): AuditActor => ({
  userId: personBehind(actor),
  actor: actorName(actor),
});
