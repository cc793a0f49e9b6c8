import type { Scope } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { JobRequester, Suggestion } from '@memo/jobs';

export type SuggestionKind = Suggestion['kind'];

export interface SuggestionsService {
  /**
   * What the uploaded recording could be called or is a meeting of. Its answer is kept nowhere.
   * @param signal fires when the caller is gone.
   * @throws AppError: what a worker failed with; `timeout` after 30 s; `unavailable`.
   */
  suggest<K extends SuggestionKind>(
    scope: Scope,
    kind: K,
    suggestionId: string,
    signal: AbortSignal,
  ): Promise<Extract<Suggestion, { kind: K }>>;
}

export interface SuggestionsDeps {
  requester: Pick<JobRequester, 'request'>;
  /** How long a suggestion is waited for, in ms. */
  waitMs?: number;
}

/** The contract's. */
const contractWaitMs = 30_000;

export function createSuggestionsService({
  requester,
  waitMs = contractWaitMs,
}: SuggestionsDeps): SuggestionsService {
  return {
    suggest: async ({ workspaceId }, kind, suggestionId, signal) => {
      const body = { kind, suggestionId, workspaceId };
      const suggestion = await requester.request('suggest', body, { timeoutMs: waitMs, signal });
      if (isOf(kind, suggestion)) return suggestion;
      throw new AppError('internal', `Asked for a ${kind}, answered with a ${suggestion.kind}.`);
    },
  };
}

const isOf = <K extends SuggestionKind>(
  kind: K,
  suggestion: Suggestion,
): suggestion is Extract<Suggestion, { kind: K }> => suggestion.kind === kind;
