import type { ObjectStorage, SuggestionKeys } from '@memo/storage';

/** Far longer than anyone waits for a suggestion. */
const keptMs = 10 * 60_000;

/**
 * Removes the recordings that API processes killed midway left behind: whoever lives removes its own.
 * @returns how many there were.
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
  await storage.delete(left);
  return left.length;
}
