import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import type { KeepMade } from '../../http/idempotency/once.ts';
import { toPage } from '../../http/page.ts';
import { workspaceGone, type HoldWorkspace } from './hold-workspace.ts';
import { refusePersonal } from './workspace-rules.ts';
import type { WorkspacesRepository } from './workspaces.repository.ts';
import type { ListQuery, WireWorkspace, WireWorkspacePage } from './workspaces.schemas.ts';
import type { WorkspaceRow } from './workspaces.sql.ts';

export interface WorkspacesService {
  /** All that the caller is a member of. */
  list(scope: Scope, query: ListQuery): Promise<WireWorkspacePage>;
  /** The scope's. @throws AppError `not_found`. */
  get(scope: Scope): Promise<WireWorkspace>;
  /** @throws AppError `conflict` when the caller owns too many. */
  create(scope: Scope, name: string, keep: KeepMade): Promise<WireWorkspace>;
  /** @throws AppError `not_found`, `forbidden`. */
  rename(scope: Scope, name: string): Promise<WireWorkspace>;
  /** @throws AppError `not_found`, `forbidden`, `conflict` for a personal one. */
  delete(scope: Scope): Promise<void>;
}

export interface WorkspacesDeps {
  repository: WorkspacesRepository;
  hold: HoldWorkspace;
  transact: Transact;
  audit: AuditLog;
}

/** A person needs a few; whoever makes one for each meeting would pass by what one workspace may take. */
export const maxOwned = 100;

export const tooManyDetail = `You own ${maxOwned} workspaces, and nobody may own more. Delete one, or hand one over.`;

export function createWorkspacesService(deps: WorkspacesDeps): WorkspacesService {
  const { repository, hold, transact, audit } = deps;
  return {
    list: async (scope, query) => {
      const { rows, total } = await repository.list(scope, query);
      return toPage(rows.map(toWireWorkspace), total, query);
    },

    get: async (scope) => shown(await repository.find(scope)),

    create: (scope, name, keep) =>
      transact(async (tx) => {
        if ((await repository.lockOwned(scope, tx)) >= maxOwned) {
          throw new AppError('conflict', tooManyDetail, { code: 'too_many_workspaces' });
        }
        const workspaceId = await repository.insert(scope, tx, name);
        const there: Scope = { ...scope, workspaceId, role: 'OWNER' };
        await audit.record(there, tx, { action: 'workspace.created', subject: workspaceId });
        const made = shown(await repository.find(there, tx));
        await keep(tx, workspaceId);
        return made;
      }),

    rename: (scope, name) =>
      transact(async (tx) => {
        await hold(scope, tx, 'workspace.manage');
        await repository.rename(scope, tx, name);
        const { workspaceId: subject } = scope;
        await audit.record(scope, tx, { action: 'workspace.renamed', subject });
        return shown(await repository.find(scope, tx));
      }),

    delete: (scope) =>
      transact(async (tx) => {
        refusePersonal(await hold(scope, tx, 'workspace.delete'), 'delete');
        const meetings = await repository.markDeleted(scope, tx);
        const { workspaceId: subject } = scope;
        await audit.record(scope, tx, {
          action: 'workspace.deleted',
          subject,
          details: { meetings },
        });
      }),
  };
}

function shown(row: WorkspaceRow | null): WireWorkspace {
  if (row === null) throw workspaceGone();
  return toWireWorkspace(row);
}

export const toWireWorkspace = (row: WorkspaceRow): WireWorkspace => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  role: row.role,
  member_count: row.memberCount,
  created_at: row.createdAt.toISOString(),
});
