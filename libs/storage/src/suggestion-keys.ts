/** Where recordings wait while something is suggested for them; they belong to no meeting. */
export interface SuggestionKeys {
  /** @param suggestionId a UUIDv7: it says how old the object is. */
  recording(suggestionId: string): string;
  /** When the recording came, in ms since 1970; null for a key that is none of these. */
  receivedAt(key: string): number | null;
  /** What every such key begins with. */
  readonly prefix: string;
}

const prefix = 'suggestions/';

export function createSuggestionKeys(): SuggestionKeys {
  return {
    prefix,
    recording: (suggestionId) => `${prefix}${suggestionId}`,
    receivedAt: (key) => {
      const [, high, low] =
        /^suggestions\/([\da-f]{8})-([\da-f]{4})-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/.exec(key) ??
        [];
      // A UUIDv7 begins with its time: 48 bits of ms.
      return high === undefined || low === undefined ? null : Number.parseInt(high + low, 16);
    },
  };
}
