export type WorkspaceRole = 'OWNER' | 'ADMIN' | 'MEMBER' | 'VIEWER';

/** Where a request came from, for the audit log. */
export interface Origin {
  ip: string | null;
  requestId: string | null;
}

/**
 * On whose behalf a query runs. Every repository function takes it first, so a query that forgets its tenant
 * does not compile.
 */
export interface Scope {
  workspaceId: string;
  userId: number;
  role: WorkspaceRole;
  /** Operates the installation; opens no workspace but the caller's own. */
  isAdmin: boolean;
  /** Null where no request is behind it. */
  origin: Origin | null;
}
