import { access, chown, constants, stat } from 'node:fs/promises';

/** A user that no account has, and no other program runs as. */
export const childUser = { uid: 65_432, gid: 65_432 };

/**
 * Lets confined child processes that read and write in this directory alone run as a user of their own. Only root can do
 * that; for anybody else, and where the system does not let root, they stay who we are.
 */
export async function giveToChild(directory: string): Promise<void> {
  const ours = process.getuid?.();
  if (ours !== 0) return;
  try {
    await chown(directory, childUser.uid, childUser.gid);
    // A root that was stripped of its rights does not get into other people's directories.
    await access(directory, constants.W_OK | constants.X_OK);
  } catch {
    await chown(directory, ours, process.getgid?.() ?? 0).catch(() => undefined);
  }
}

/** Whether that has been done. */
export async function isGivenToChild(directory: string): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  return (await stat(directory)).uid === childUser.uid;
}
