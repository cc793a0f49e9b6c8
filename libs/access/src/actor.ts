import type { Actor, Owner, Scope } from '@memo/entities';
import { AppError } from '@memo/errors';

/** The user behind an actor, who made the key where it is one; null for a link and for the system. */
export function personBehind(actor: Actor): number | null {
  switch (actor.kind) {
    case 'user':
    case 'api_key':
      return actor.userId;
    case 'share_link':
    case 'system':
      return null;
  }
}

/**
 * For what belongs to a person: what they made, what is theirs among a workspace's rows.
 * @throws AppError `forbidden` when no person is behind the actor.
 */
export function personOf({ actor }: Pick<Scope, 'actor'>): number {
  const userId = personBehind(actor);
  if (userId !== null) return userId;
  throw new AppError('forbidden', 'This is for a person who has signed in. Sign in first.');
}

/** @throws AppError `forbidden` when no person is behind the actor. */
export const ownerOf = (scope: Scope): Owner => ({
  workspaceId: scope.workspaceId,
  userId: personOf(scope),
});

/** One text for each actor there can be, such as `user:42`: the audit log keeps it, and requests are counted by it. */
export function actorName(actor: Actor): string {
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
