import { AppError } from '@memo/errors';
import type { ObjectStorage, SuggestionKeys } from '@memo/storage';

/** Far longer than anyone waits for a suggestion. */
const keptMs = 10 * 60_000;

/**
 * Removes the recordings that API processes left behind when they were killed midway; a process that goes on removes
 * its own. One that cannot be removed does not keep the others.
 * @returns how many there were.
 * @throws AggregateError of what failed, at the end.
 */
export async function purgeSuggestions(
  storage: Pick<ObjectStorage, 'listKeys' | 'delete'>,
  keys: SuggestionKeys,
): Promise<number> {
  const before = Date.now() - keptMs;
  const left = (await storage.listKeys(keys.prefix)).filter((key) => {
    const receivedAt = keys.receivedAt(key);
    return receivedAt !== null && receivedAt < before;
  });
  const failures: unknown[] = [];
  for (const key of left) {
    try {
      await storage.delete([key]);
    } catch (error) {
      failures.push(error);
      // What does not answer now would be waited for once a recording.
      if (error instanceof AppError && error.kind === 'unavailable') break;
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'Some recordings of suggestions could not be removed');
  }
  return left.length;
}
