import { costMicroUsd, type Prices } from './prices.ts';
import type { ProviderUsage } from './recognition.schema.ts';
import type { SpeechRecognizer } from './recognizer.ts';

/** https://ai.google.dev/gemini-api/docs/audio: "each second of audio as 32 tokens". */
const geminiTokensPerSecond = 32;

/**
 * 150 words a minute is brisk conversation, and Gemini makes 100 tokens of 60 to 80 English words
 * (https://ai.google.dev/gemini-api/docs/tokens): some 200 tokens, and as many again for speakers and times.
 */
const answeredTokensPerMinute = 400;

/** The same words without their times, each segment with its number and speaker. */
const readTokensPerMinute = 300;

/** Points for a stretch of a long meeting; thoughts are billed as written too. */
const writtenTokensPerMinute = 60;

/** Rules and hints around the transcript, and the note itself. */
const noteTokens = { read: 3_000, written: 3_000 };

/** While one side of a dual recording speaks the other is mostly silent, and silence is not sent. */
const sentOfEachOfTwo = 0.6;

export interface EstimateRequest {
  /** Length of the meeting, above 0. */
  audioSeconds: number;
  /** 1, or 2 where both sides were recorded apart. */
  recordings: number;
}

export interface Estimate {
  /** Speech and note together; null when one of them has no price. Millionths of a US dollar, like its parts. */
  costMicroUsd: number | null;
  speechMicroUsd: number | null;
  noteMicroUsd: number | null;
  /** Those that would be asked, speech first. */
  models: string[];
  pricesAsOf: string;
  /** What was assumed, for people. */
  basis: string;
}

export type Estimator = (request: EstimateRequest) => Estimate;

type Engine = Pick<SpeechRecognizer, 'provider' | 'model'>;

export interface EstimatorDeps {
  speech: Engine;
  text: Engine;
  prices: Prices;
}

/** What a meeting of some length is likely to cost with these engines. */
export function createEstimator({ speech, text, prices }: EstimatorDeps): Estimator {
  const costOf = (engine: Engine, audioMs: number | null, usage: ProviderUsage): number | null =>
    engine.provider === 'offline'
      ? 0
      : costMicroUsd({ model: engine.model, audioMs, usage }, prices);

  return ({ audioSeconds, recordings }) => {
    const sentSeconds = audioSeconds * (recordings === 1 ? 1 : recordings * sentOfEachOfTwo);
    const speechMicroUsd = costOf(speech, sentSeconds * 1_000, speechUsage(speech, sentSeconds));
    const noteMicroUsd = costOf(text, null, noteUsage(audioSeconds));
    return {
      costMicroUsd:
        speechMicroUsd === null || noteMicroUsd === null ? null : speechMicroUsd + noteMicroUsd,
      speechMicroUsd,
      noteMicroUsd,
      models: [...new Set([speech.model, text.model])],
      pricesAsOf: prices.asOf,
      basis: basisOf({ speech, text, prices }, recordings),
    };
  };
}

/** Elsewhere than at Gemini it is not known how many tokens become of a second: only a price by the minute helps. */
function speechUsage({ model }: Engine, sentSeconds: number): ProviderUsage {
  if (!model.startsWith('gemini')) {
    return { inputTokens: 0, outputTokens: 0, audioSeconds: sentSeconds };
  }
  return {
    inputTokens: sentSeconds * geminiTokensPerSecond,
    outputTokens: (sentSeconds / 60) * answeredTokensPerMinute,
  };
}

function noteUsage(audioSeconds: number): ProviderUsage {
  const minutes = audioSeconds / 60;
  return {
    inputTokens: noteTokens.read + minutes * readTokensPerMinute,
    outputTokens: noteTokens.written + minutes * writtenTokensPerMinute,
  };
}

function basisOf({ speech, text, prices }: EstimatorDeps, recordings: number): string {
  if (speech.provider === 'offline' && text.provider === 'offline') {
    return 'The offline engine works on this machine and costs nothing.';
  }
  const sentences = [
    `An estimate at the prices of ${prices.asOf}, as if somebody spoke all the time: silence is not sent.`,
    recordings > 1 && `Of each recording ${sentOfEachOfTwo * 100} % is taken for speech.`,
    speech.model.startsWith('gemini') &&
      `Speech: ${geminiTokensPerSecond} tokens read for a second and ${answeredTokensPerMinute} written for a minute.`,
    `Note: ${readTokensPerMinute} tokens read and ${writtenTokensPerMinute} written for a minute, and ${noteTokens.read} read and ${noteTokens.written} written besides.`,
    'Answers that have to be asked for again come on top.',
    prices.note,
  ];
  return sentences.filter((sentence) => typeof sentence === 'string').join(' ');
}
