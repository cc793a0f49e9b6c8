import type { Pricing, ProviderUsage } from '@memo/ai';
import type { AiCallColumns, AiCallsRepository, CallOwner } from './ai-calls.repository.ts';

/** What every answer that was paid for says of itself. */
export interface PaidAnswer {
  provider: string;
  /** The model that really answered. */
  model: string;
  usage: ProviderUsage | null;
}

export interface ArrivedAnswer {
  answer: PaidAnswer;
  /** Tells it from every other answer, so that it is counted once. */
  answerHash: string;
  /** Audio sent, in ms; null where none was. */
  audioMs: number | null;
  arrivedAt: Date;
}

/** The ledger of what providers were paid for. */
export interface AiCalls {
  /** Puts an answer on the ledger, at today's prices, unless it is there. */
  record(owner: CallOwner, arrived: ArrivedAnswer): Promise<void>;
}

export interface AiCallsDeps {
  repository: AiCallsRepository;
  pricing: Pricing;
  /** Is told of every answer once, when it is on the ledger. */
  onPaid?: ((paid: AiCallColumns) => void) | undefined;
}

export function createAiCalls({ repository, pricing, onPaid }: AiCallsDeps): AiCalls {
  return {
    record: async (owner, { answer, answerHash, audioMs, arrivedAt }) => {
      const { provider, model, usage } = answer;
      const cost = countable(pricing.costMicroUsd({ model, audioMs, usage }));
      const paid = {
        answerHash,
        provider,
        model,
        // Where the provider counts seconds itself, they are what it bills.
        audioMs: countable(
          usage?.audioSeconds === undefined ? audioMs : usage.audioSeconds * 1_000,
        ),
        inputTokens: countable(usage?.inputTokens),
        outputTokens: countable(usage?.outputTokens),
        costMicroUsd: cost,
        pricesAsOf: cost === null ? null : pricing.asOf,
        askedAt: arrivedAt,
      };
      if (await repository.insert(owner, paid)) onPaid?.(paid);
    },
  };
}

const maxInteger = 2 ** 31 - 1;

/** A whole number the ledger can hold; null for what no honest count can be. A row that fails would block the stage. */
function countable(value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const whole = Math.round(value);
  return whole >= 0 && whole <= maxInteger ? whole : null;
}
