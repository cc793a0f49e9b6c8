import { chown, stat } from 'node:fs/promises';

/** A user that no account has, and no other program runs as. */
export const childUser = { uid: 65_432, gid: 65_432 };

/**
 * Lets confined child processes that read and write in this directory alone run as a user of their own. Only root can do
 * that; for anybody else, and where the system does not let root, they stay who we are.
 */
export async function giveToChild(directory: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  await chown(directory, childUser.uid, childUser.gid).catch(() => undefined);
}

/** Whether that has been done. */
export async function isGivenToChild(directory: string): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  return (await stat(directory)).uid === childUser.uid;
}
