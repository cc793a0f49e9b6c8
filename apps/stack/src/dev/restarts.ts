import { setTimeout as pause } from 'node:timers/promises';

/** Files that are saved together, by an editor or by git, lead to one restart. */
const togetherMs = 150;

/**
 * Turns changes into restarts of apps, one at a time for each: changes during a restart lead to one more.
 * @param restart resolves when the app runs again.
 */
export function createRestarts(restart: (app: string) => Promise<void>) {
  const changed = new Set<string>();
  const restarting = new Map<string, Promise<void>>();

  async function catchUp(app: string): Promise<void> {
    while (changed.has(app)) {
      await pause(togetherMs);
      changed.delete(app);
      await restart(app);
    }
    restarting.delete(app);
  }

  return {
    /** Returns whether this is the first change that the coming restart is for. */
    onChange: (app: string): boolean => {
      const isFirst = !changed.has(app);
      changed.add(app);
      if (!restarting.has(app)) restarting.set(app, catchUp(app));
      return isFirst;
    },
  };
}
