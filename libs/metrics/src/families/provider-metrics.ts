import type { Instruments } from '../instruments.ts';
import { createLabelBound } from './label-bound.ts';

export interface ProviderCall {
  /** For what it was asked: `speech` or `language`. */
  serves: string;
  provider: string;
  model: string;
  outcome: string;
  seconds: number;
}

export interface PaidAnswer {
  provider: string;
  model: string;
  inputTokens: number | null;
  outputTokens: number | null;
  audioMs: number | null;
  /** Null where no price is known. */
  costMicroUsd: number | null;
}

const buckets = [0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640];

/** What AI providers are asked and what they want for it. */
export function providerMetrics(instruments: Instruments) {
  const bounded = createLabelBound();
  const who = ['provider', 'model'] as const;
  const calls = instruments.counter({
    name: 'memo_provider_calls_total',
    help: 'Calls of AI providers by outcome: answered, bad_answer (paid for and of no use), aborted, or the kind of the error.',
    labels: ['serves', ...who, 'outcome'],
  });
  const durations = instruments.histogram({
    name: 'memo_provider_call_duration_seconds',
    help: 'How long calls of AI providers take, whatever becomes of them.',
    labels: ['serves', ...who],
    buckets,
  });
  const tokens = instruments.counter({
    name: 'memo_provider_tokens_total',
    help: 'Tokens as the providers counted them, of answers that were entered in the ledger.',
    labels: [...who, 'direction'],
  });
  const audio = instruments.counter({
    name: 'memo_provider_audio_seconds_total',
    help: 'Audio that answers were paid for, of answers that were entered in the ledger.',
    labels: who,
  });
  const cost = instruments.counter({
    name: 'memo_provider_cost_usd_total',
    help: 'What answers cost in US dollars, at the prices that are configured.',
    labels: who,
  });
  const unpriced = instruments.counter({
    name: 'memo_provider_unpriced_answers_total',
    help: 'Answers whose cost is not known: the model has no price, or the provider did not say what it used.',
    labels: who,
  });
  return {
    called: ({ serves, provider, model: asked, outcome, seconds }: ProviderCall): void => {
      const model = bounded(asked);
      calls.inc({ serves, provider, model, outcome });
      durations.observe({ serves, provider, model }, seconds);
    },
    paid: ({ provider, model: answering, ...paid }: PaidAnswer): void => {
      const labels = { provider, model: bounded(answering) };
      tokens.inc({ ...labels, direction: 'input' }, paid.inputTokens ?? 0);
      tokens.inc({ ...labels, direction: 'output' }, paid.outputTokens ?? 0);
      audio.inc(labels, (paid.audioMs ?? 0) / 1_000);
      cost.inc(labels, (paid.costMicroUsd ?? 0) / 1_000_000);
      unpriced.inc(labels, paid.costMicroUsd === null ? 1 : 0);
    },
  };
}
