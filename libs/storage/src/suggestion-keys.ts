/** Where recordings wait while something is suggested for them; they belong to no meeting. */
export interface SuggestionKeys {
  recording(suggestionId: string): string;
  /** What every such key begins with. */
  readonly prefix: string;
}

const prefix = 'suggestions/';

export const createSuggestionKeys = (): SuggestionKeys => ({
  prefix,
  recording: (suggestionId) => `${prefix}${suggestionId}`,
});
