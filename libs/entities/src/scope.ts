export type WorkspaceRole = 'OWNER' | 'ADMIN' | 'MEMBER' | 'VIEWER';

/**
 * On whose behalf a query runs. Every repository function takes it first, so a query that forgets its tenant
 * does not compile.
 */
export interface Scope {
  workspaceId: string;
  userId: number;
  role: WorkspaceRole;
}
