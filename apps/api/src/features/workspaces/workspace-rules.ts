import type { Workspace, WorkspaceRole } from '@memo/entities';
import { AppError } from '@memo/errors';

/** What a personal workspace refuses, with the sentence that says so. */
export const personalRefusals = {
  members:
    'A personal workspace has one member and takes no others. Make a workspace to work with other people.',
  leave: 'A personal workspace cannot be left: it goes with the account.',
  transfer: 'A personal workspace cannot be handed over: it goes with the account.',
  delete: 'A personal workspace is deleted with the account, and only with it.',
} as const;

/** @throws AppError `conflict` for a personal workspace. */
export function refusePersonal(
  { kind }: Pick<Workspace, 'kind'>,
  what: keyof typeof personalRefusals,
): void {
  if (kind === 'personal') {
    throw new AppError('conflict', personalRefusals[what], { code: 'personal_workspace' });
  }
}

export const ownersAlone = 'Only an owner makes, changes or removes an owner. Ask one of them.';

/** @throws AppError `forbidden` where somebody who is no owner would have a say about owners. */
export function refuseAboutOwners(
  acting: WorkspaceRole,
  ...concerned: readonly WorkspaceRole[]
): void {
  if (acting !== 'OWNER' && concerned.includes('OWNER')) {
    throw new AppError('forbidden', ownersAlone);
  }
}

export const lastOwnerDetail =
  'A workspace needs an owner, and this is its last one. Make somebody else an owner first, or delete the workspace.';

export const lastOwner = (): AppError =>
  new AppError('conflict', lastOwnerDetail, { code: 'last_owner' });

/** Who may invite people: an invitation ends with this right of the one who made it. */
export const isManager = (role: WorkspaceRole): boolean => role === 'OWNER' || role === 'ADMIN';
