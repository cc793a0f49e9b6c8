import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';

/** What a viewer is told. */
export const viewersOnlyRead =
  'You may look at this workspace but not change it. Ask its owner for another role.';

/** @throws AppError `forbidden` for who may only look. */
export function requireEditor({ role }: Scope): void {
  if (role === 'VIEWER') throw new AppError('forbidden', viewersOnlyRead);
}
