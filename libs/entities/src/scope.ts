export type WorkspaceRole = 'OWNER' | 'ADMIN' | 'MEMBER' | 'VIEWER';

/** Where a request came from, for the audit log. */
export interface Origin {
  ip: string | null;
  requestId: string | null;
}

/** Who acts. Only some of them are a person: what needs one asks `personOf` of `@memo/access`. */
export type Actor =
  /** In the session they signed in to, where their credential names it. */
  | { kind: 'user'; userId: number; sessionId?: string }
  /** With the user who made the key. */
  | { kind: 'api_key'; keyId: string; userId: number }
  /** The holder of a link that shows this meeting. */
  | { kind: 'share_link'; linkId: string; meetingId: string }
  /** A part of this installation, by its name. */
  | { kind: 'system'; name: string };

/** Whose rows, for what needs the workspace alone: of a scope, of a worker's claim. */
export interface Tenant {
  workspaceId: string;
}

/** One person's part of a workspace. */
export interface Owner extends Tenant {
  userId: number;
}

/**
 * On whose behalf something is done: in which workspace, by whom and as what; whether they operate the installation;
 * where the request came from.
 */
export interface Scope extends Tenant {
  actor: Actor;
  /** The actor's in this workspace; null for one that is no member of it, a link or the system. */
  role: WorkspaceRole | null;
  /** Operates the installation; opens no workspace but those the actor is a member of. */
  isOperator: boolean;
  /** Null where no request is behind it. */
  origin: Origin | null;
}
