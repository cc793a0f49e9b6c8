import type { Scope, WorkspaceRole } from '@memo/entities';
import { AppError } from '@memo/errors';

export type Permission =
  | 'account.read'
  /** What is the caller's own and no workspace's: their sessions. */
  | 'account.change'
  /** To make a workspace of several people, or to join one; neither asks what one is in another. */
  | 'workspace.join'
  /** What is said of the workspace as a whole, and its name. */
  | 'workspace.read'
  | 'workspace.read_members'
  /** To name it, to invite people, to say what they may and to remove them. */
  | 'workspace.manage'
  | 'workspace.leave'
  | 'workspace.transfer'
  | 'workspace.delete'
  /** The lists of meetings, what is found in them, how the queues are. */
  | 'meetings.list'
  /** One meeting with all that was made of it. */
  | 'meeting.read'
  /** What one meeting has cost. */
  | 'meeting.read_usage'
  /** What was made of one meeting before. */
  | 'meeting.read_history'
  | 'meeting.create'
  /** To bring a recording to a meeting that waits for one. */
  | 'recording.upload'
  | 'meeting.update'
  | 'meeting.delete'
  /** To make links that show one meeting to whoever has them, and to see and end those there are. */
  | 'meeting.share'
  /** To mend what its transcript says. */
  | 'transcript.edit'
  /** To have what failed or is stuck run again, which may cost money. */
  | 'meeting.process'
  /** To write in minutes, and to bring an earlier version back. */
  | 'minutes.edit'
  /** To have minutes made, which may cost money. */
  | 'minutes.generate'
  /** What is to be done after all meetings. */
  | 'action_items.list'
  | 'action_item.change'
  | 'template.read'
  | 'template.create'
  /** To change or delete a template; that it is the caller's own is the feature's rule. */
  | 'template.change'
  | 'speaker.read'
  /** To write profiles of people and say which speaker is who. */
  | 'speaker.change'
  | 'analytics.read'
  | 'usage.read'
  | 'usage.estimate';

/** A member by role, or the holder of a share link: it shows one meeting, and has no role. */
type Grantee = WorkspaceRole | 'SHARE_LINK';

interface Grant {
  to: Readonly<Record<Grantee, boolean>>;
  /** What a caller without the permission is told. */
  refusal: string;
}

const linkShowsOne = 'A share link shows one meeting and nothing else. Sign in to see more.';
const viewersOnlyRead =
  'You may look at this workspace but not change it. Ask its owner for another role.';

const toMembers: Grant = {
  to: { OWNER: true, ADMIN: true, MEMBER: true, VIEWER: true, SHARE_LINK: false },
  refusal: linkShowsOne,
};
const toMembersAndLinks: Grant = { ...toMembers, to: { ...toMembers.to, SHARE_LINK: true } };
const toEditors: Grant = {
  to: { OWNER: true, ADMIN: true, MEMBER: true, VIEWER: false, SHARE_LINK: false },
  refusal: viewersOnlyRead,
};
const toManagers = (refusal: string): Grant => ({
  to: { OWNER: true, ADMIN: true, MEMBER: false, VIEWER: false, SHARE_LINK: false },
  refusal,
});
const toOwners = (refusal: string): Grant => ({
  to: { OWNER: true, ADMIN: false, MEMBER: false, VIEWER: false, SHARE_LINK: false },
  refusal,
});
const managersManage =
  'Only owners and administrators of a workspace see its settings and manage its members. Ask one of them.';

/** Who may do what. The only place that says so: routes, the document of the API and the tests read it here. */
const grants: Readonly<Record<Permission, Grant>> = {
  'account.read': toMembers,
  'account.change': toMembers,
  'workspace.join': toMembers,
  'workspace.read': toManagers(managersManage),
  'workspace.read_members': toMembers,
  'workspace.manage': toManagers(managersManage),
  'workspace.leave': toMembers,
  'workspace.transfer': toOwners('Only an owner of a workspace hands it over to somebody else.'),
  'workspace.delete': toOwners('Only an owner of a workspace deletes it.'),
  'meetings.list': toMembers,
  'meeting.read': toMembersAndLinks,
  'meeting.read_usage': toMembers,
  'meeting.read_history': toMembers,
  'meeting.create': toEditors,
  'recording.upload': toEditors,
  'meeting.update': toEditors,
  'meeting.delete': toEditors,
  'meeting.share': toEditors,
  'transcript.edit': toEditors,
  'meeting.process': toEditors,
  'minutes.edit': toEditors,
  'minutes.generate': toEditors,
  'action_items.list': toMembers,
  'action_item.change': toEditors,
  'template.read': toMembers,
  'template.create': toEditors,
  'template.change': toEditors,
  'speaker.read': toMembers,
  'speaker.change': toEditors,
  'analytics.read': toMembers,
  'usage.read': toManagers(
    'Only owners and administrators of a workspace see what it spends. Ask one of them for these numbers.',
  ),
  'usage.estimate': toMembers,
};

const permissions = Object.keys(grants) as Permission[];

type Grantable = Pick<Scope, 'actor' | 'role'>;

/**
 * Whether the actor may, in the workspace of the scope. The system may do everything.
 * @param meetingId the meeting it is about; without one a share link may do nothing.
 */
export function can(
  { actor, role }: Grantable,
  permission: Permission,
  meetingId?: string,
): boolean {
  if (actor.kind === 'system') return true;
  const { to } = grants[permission];
  if (actor.kind === 'share_link') return to.SHARE_LINK && same(actor.meetingId, meetingId);
  return role !== null && to[role];
}

/** UUIDs may be written in capitals. */
const same = (one: string, other: string | undefined): boolean =>
  one.toLowerCase() === other?.toLowerCase();

/** As `can`. @throws AppError `forbidden` with a sentence. */
export function requirePermission(
  scope: Grantable,
  permission: Permission,
  meetingId?: string,
): void {
  if (can(scope, permission, meetingId)) return;
  const { refusal } = scope.actor.kind === 'share_link' ? toMembers : grants[permission];
  throw new AppError('forbidden', refusal);
}

/** All that the actor may do, in the order of the table; through a share link, with its meeting. */
export function permissionsOf(scope: Grantable): Permission[] {
  const meetingId = scope.actor.kind === 'share_link' ? scope.actor.meetingId : undefined;
  return permissions.filter((permission) => can(scope, permission, meetingId));
}

/** What a member is told who may not; null for what every member may. */
export function memberRefusal(permission: Permission): string | null {
  const { to, refusal } = grants[permission];
  const refused = Object.entries(to).some(([grantee, may]) => grantee !== 'SHARE_LINK' && !may);
  return refused ? refusal : null;
}

/** @throws AppError `forbidden` for a caller who does not operate the installation. */
export function requireOperator({ isOperator }: Pick<Scope, 'isOperator'>): void {
  if (!isOperator) throw new AppError('forbidden', operatorsOnly);
}

export const operatorsOnly = 'This is for the operators of this installation alone.';
