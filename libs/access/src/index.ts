export {
  createAccess,
  meetingElsewhere,
  twoWorkspaces,
  workspaceUnknown,
  type Access,
  type Caller,
  type NamedWorkspace,
} from './access.ts';
export { createAccessTokens, notAuthenticated, type AccessTokens } from './access-tokens.ts';
export { actorKey, ownerOf, personBehind, personOf } from './actor.ts';
export {
  can,
  memberRefusal,
  operatorsOnly,
  permissionsOf,
  requireOperator,
  requirePermission,
  type Permission,
} from './permissions.ts';
