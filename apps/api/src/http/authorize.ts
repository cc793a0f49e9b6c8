import { requireOperator, requirePermission } from '@memo/access';
import type { Scope } from '@memo/entities';
import { addLogContext } from '@memo/logging';
import type { Admitted, Gate } from './admit.ts';
import { selectsWorkspace, type Route, type ScopeFor } from './route.ts';

/**
 * Whether who was admitted may do what the route does, in the workspace the request names so far.
 * @returns the scope for fields that are still to be read, which may name another; there all is checked again.
 * @throws InvalidInput for a name that is none; AppError `not_found`, `conflict`, `forbidden`.
 */
export function authorize(access: Gate['access'], route: Route, admitted: Admitted): ScopeFor {
  const { caller, named, problem } = admitted;
  if (problem !== null) throw problem;
  if (caller.refusal !== null) throw caller.refusal;
  const { scope } = caller;
  check(route, scope, named.meetingId);
  return async ({ organization }) => {
    if (!selectsWorkspace(route)) return scope;
    const workspaceId = named.workspaceId ?? named.organization;
    const entered = await access.enter(scope, { workspaceId, organization });
    if (entered === scope) return scope;
    check(route, entered);
    addLogContext({ workspaceId: entered.workspaceId });
    return entered;
  };
}

function check(route: Route, scope: Scope, meetingId?: string): void {
  if (route.auth === 'operator') requireOperator(scope);
  if (route.auth === 'bearer') requirePermission(scope, route.allow, meetingId);
}
