import { personBehind } from '@memo/access';
import type { Actor, Scope } from '@memo/entities';

export interface AuditActor {
  /** The user who acted, also by a key of theirs; null for what is no user. */
  userId: number | null;
  /** Who acted and by what, like `user:42`. */
  actor: string;
}

/** A scope's actor as the audit log names it. */
export const actorOf = ({ actor }: Pick<Scope, 'actor'>): AuditActor => ({
  userId: personBehind(actor),
  actor: nameOf(actor),
});

function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return `user:${actor.userId}`;
    case 'api_key':
      return `api_key:${actor.keyId}`;
    case 'share_link':
      return `share_link:${actor.linkId}`;
    case 'system':
      return `system:${actor.name}`;
  }
}
