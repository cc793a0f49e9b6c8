import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppError } from '@memo/errors';
import { waitFor } from '@memo/testing';
import { z } from 'zod';
import type { LanguageModel } from '../src/language-model.ts';
import type { SpeechRecognizer } from '../src/recognizer.ts';
import { startChunks } from './chunk.ts';

/** What the emulators of providers have in common. */
interface Emulator<Fault> {
  apiKey: string;
  requests: readonly unknown[];
  failNext: (fault: Fault) => void;
  close: () => Promise<void>;
}

export interface AskOptions {
  apiKey?: string;
  timeoutMs?: number;
}

export interface Provider<Fault, E extends Emulator<Fault>> {
  name: string;
  start: () => Promise<E>;
  /** One call of the engine. */
  ask: (emulator: E, options: AskOptions, signal: AbortSignal) => Promise<unknown>;
  /** The settings that errors name. */
  settings: { key: string; model: string };
  faults: Record<
    | 'rateLimitedFor47s'
    | 'quotaSpent'
    | 'overloaded'
    | 'internal'
    | 'unknownModel'
    | 'quotedKey'
    | 'hang',
    Fault
  >;
  /** What the provider says of the key it quotes. */
  quotedKeyWords: string;
}

/** One call of a language model. */
export const askForTitle = (model: LanguageModel, signal: AbortSignal): Promise<unknown> =>
  model.generate({
    ...{ task: 'suggest-title', instructions: '', segments: [], signal },
    schema: z.object({ title: z.string() }),
  });

/** One call of a speech engine, with a chunk of three seconds. */
export async function askAboutChunk(
  recognizer: SpeechRecognizer,
  signal: AbortSignal,
): Promise<unknown> {
  const chunks = await startChunks();
  try {
    return await recognizer.recognize(await chunks.request({ signal }));
  } finally {
    await chunks.close();
  }
}

/** The error a call ends with after this fault, at most one: the pipeline tries again, not the call. */
export type FailureOf<Fault> = (fault: Fault | null, options?: AskOptions) => Promise<AppError>;

/** What every provider's failures must look like to the pipeline. What is particular to one of them is tested in its own file. */
export function describeProviderFailures<Fault, E extends Emulator<Fault>>(
  provider: Provider<Fault, E>,
  describeMore: (failureOf: FailureOf<Fault>) => void = () => undefined,
): void {
  const { settings, faults } = provider;
  let emulator: E;

  beforeEach(async () => {
    emulator = await provider.start();
  });

  afterEach(() => emulator.close());

  const ask = (options: AskOptions = {}, signal = new AbortController().signal) =>
    provider.ask(emulator, options, signal);
  const failureOf: FailureOf<Fault> = async (fault, options) => {
    if (fault !== null) emulator.failNext(fault);
    const error = await ask(options).then(
      () => Promise.reject(new Error('the call was answered')),
      (thrown: unknown) => thrown as AppError,
    );
    if (fault !== null) expect(emulator.requests).toHaveLength(1);
    return error;
  };

  describe(`a failing ${provider.name}`, () => {
    it('is left alone after a rate limit for as long as it asks', async () => {
      expect(await failureOf(faults.rateLimitedFor47s)).toMatchObject({
        ...{ kind: 'rate_limited', code: 'rate_limited', retryAfterMs: 47_000 },
      });
    });

    it('is left alone for long once a quota is spent, whatever delay comes with that', async () => {
      expect(await failureOf(faults.quotaSpent)).toMatchObject({
        ...{ kind: 'rate_limited', code: 'quota_exhausted', retryAfterMs: 900_000 },
      });
    });

    it('is worth another try after an overload', async () => {
      expect(await failureOf(faults.overloaded)).toMatchObject({ kind: 'unavailable' });
    });

    it('is worth another try after an internal error', async () => {
      expect(await failureOf(faults.internal)).toMatchObject({ kind: 'unavailable' });
    });

    it('names the setting to correct when it does not know the model', async () => {
      expect(await failureOf(faults.unknownModel)).toMatchObject({
        ...{ kind: 'misconfigured', message: expect.stringContaining(settings.model) },
      });
    });

    it.each(['wrong-key', 'a key\nover two lines'])(
      'names the setting of a bad key and never the key: %j',
      async (apiKey) => {
        const error = await failureOf(null, { apiKey });
        expect(error).toMatchObject({
          ...{ kind: 'misconfigured', message: expect.stringContaining(settings.key) },
        });
        expect(`${error.message} ${String(error.cause)}`).not.toContain(apiKey);
      },
    );

    it('has the key kept out of the error that it quotes it in', async () => {
      const error = await failureOf(faults.quotedKey);
      expect(error.kind).toBe('misconfigured');
      expect(String(error.cause)).toContain(provider.quotedKeyWords);
      expect(`${error.message} ${String(error.cause)}`).not.toContain(emulator.apiKey);
    });

    it('is given up at the time limit when it never answers', async () => {
      const error = await failureOf(faults.hang, { timeoutMs: 200 });
      expect(error).toMatchObject({ kind: 'timeout' });
    });

    it('is given up with the reason of an abort when the caller aborts', async () => {
      const abort = new AbortController();
      const reason = new Error('lease lost');
      emulator.failNext(faults.hang);
      const asking = ask({}, abort.signal);
      await waitFor('the request', () => emulator.requests.length === 1);
      abort.abort(reason);
      await expect(asking).rejects.toBe(reason);
    });

    it('is sent nothing by a call that was aborted before', async () => {
      const reason = new Error('lease lost');
      await expect(ask({}, AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(emulator.requests).toEqual([]);
    });

    it('is a network failure when its port is closed', async () => {
      await emulator.close();
      expect(await failureOf(null)).toMatchObject({ kind: 'unavailable', code: 'network' });
    });

    it('is a network failure when it cuts the connection before it answers', async () => {
      const failing = failureOf(faults.hang);
      await waitFor('the request', () => emulator.requests.length === 1);
      await emulator.close();
      expect(await failing).toMatchObject({ kind: 'unavailable', code: 'network' });
    });
  });

  describeMore(failureOf);
}
