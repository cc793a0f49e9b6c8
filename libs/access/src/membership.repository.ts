import type { WorkspaceRole } from '@memo/entities';
import type { DataSource } from 'typeorm';
import type { AccessTokenClaims } from './access-tokens.ts';

/** A user whose token is good; where they are no member of the workspace asked for, it and the role are null. */
export type Membership = { isOperator: boolean } & (
  { workspaceId: string; role: WorkspaceRole } | { workspaceId: null; role: null }
);

export interface AskedWorkspace {
  /** Where given, the workspace is this meeting's; a deleted meeting has none. */
  meetingId: string | null;
  workspaceId: string;
}

export function createMembershipRepository({ manager }: DataSource) {
  return {
    /** Null when the user is gone, deactivated or no member of the token's workspace any more, or the token was ended. */
    find: async (claims: AccessTokenClaims, asked: AskedWorkspace): Promise<Membership | null> => {
      const rows: Membership[] = await manager.query(
        `SELECT u.is_admin AS "isOperator", m.workspace_id AS "workspaceId", m.role
         FROM users u
         JOIN workspace_members home ON home.user_id = u.id AND home.workspace_id = $2
         LEFT JOIN meetings meeting ON meeting.id = $4 AND meeting.deleted_at IS NULL
         LEFT JOIN workspace_members m ON m.user_id = u.id
           AND m.workspace_id = CASE WHEN $4::uuid IS NULL THEN $5::uuid ELSE meeting.workspace_id END
         WHERE u.id = $1 AND u.is_active AND u.token_version = $3`,
        [
          claims.userId,
          claims.workspaceId,
          claims.tokenVersion,
          asked.meetingId,
          asked.workspaceId,
        ],
      );
      return rows[0] ?? null;
    },

    /** Null when the user is no member of it, or there is no such workspace. */
    inWorkspace: async (
      userId: number,
      workspaceId: string,
    ): Promise<{ workspaceId: string; role: WorkspaceRole } | null> => {
      const rows: { workspaceId: string; role: WorkspaceRole }[] = await manager.query(
        `SELECT workspace_id AS "workspaceId", role FROM workspace_members
         WHERE user_id = $1 AND workspace_id = $2`,
        [userId, workspaceId],
      );
      return rows[0] ?? null;
    },
  };
}
