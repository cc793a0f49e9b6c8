export {
  createAccess,
  meetingElsewhere,
  meetingNotFound,
  recordingNotFound,
  twoWorkspaces,
  workspaceUnknown,
  type Access,
  type Caller,
  type NamedWorkspace,
} from './access.ts';
export {
  createAccessTokens,
  CredentialOver,
  notAuthenticated,
  type AccessTokens,
} from './access-tokens.ts';
export { actorName, ownerOf, personBehind, personOf } from './actor.ts';
export { accounts } from './membership.sql.ts';
export {
  can,
  memberRefusal,
  operatorsOnly,
  permissionsOf,
  requireOperator,
  requirePermission,
  type Permission,
} from './permissions.ts';
export { makerOfLink } from './share-links/share-links.sql.ts';
export {
  createShareLinks,
  hashShareToken,
  newShareToken,
  type OpenLink,
  type ShareLinks,
} from './share-links/share-links.ts';
export { createSigner } from './signer.ts';
