import { describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import type { SpeechRecognizer } from '../recognizer.ts';
import { observeLanguageModel, observeRecognizer, type ProviderCall } from './observe-calls.ts';

const { signal } = new AbortController();
const request = {
  ...{ audioPath: 'a.wav', durationMs: 1_000, diarize: true, languages: [] },
  ...{ speakersExpected: null, signal },
};
const answer = { utterances: [], problem: null, provider: 'p', model: 'p-1-of-today', usage: null };

const recognizerThat = (recognize: SpeechRecognizer['recognize']): SpeechRecognizer => ({
  provider: 'p',
  model: 'p-1',
  capabilities: { maxChunkMs: 1, diarization: true, wordTimes: true },
  recognize,
});

/** What is told of one call, without how long it took. */
async function toldOf(recognize: SpeechRecognizer['recognize'], own = signal) {
  const calls: ProviderCall[] = [];
  const recognizer = observeRecognizer(recognizerThat(recognize), (call) => calls.push(call));
  const asked = recognizer.recognize({ ...request, signal: own });
  await asked.catch(() => undefined);
  return calls.map(({ seconds, ...call }) => {
    expect(seconds).toBeGreaterThanOrEqual(0);
    return call;
  });
}

const callee = { serves: 'speech', provider: 'p', model: 'p-1' };

describe('a call of a provider', () => {
  it('is told with the model that was asked for, when it was answered', async () => {
    expect(await toldOf(() => Promise.resolve(answer))).toEqual([
      { ...callee, outcome: 'answered' },
    ]);
  });

  it('is told as a bad answer where that is of no use', async () => {
    const problem = { reason: 'stopped_early', detail: 'a loop' } as const;
    const bad = { ...answer, problem };
    expect(await toldOf(() => Promise.resolve(bad))).toEqual([
      { ...callee, outcome: 'bad_answer' },
    ]);
  });

  it.each([
    ['rate_limited', new AppError('rate_limited', 'Wait.', { code: 'quota_exhausted' })],
    ['misconfigured', new AppError('misconfigured', 'No key.')],
    ['internal', new Error('anything')],
  ])('is told as %s by the kind of its error, which its caller gets', async (outcome, error) => {
    const failing = () => Promise.reject(error);
    expect(await toldOf(failing)).toEqual([{ ...callee, outcome }]);
    const observed = observeRecognizer(recognizerThat(failing), () => undefined);
    await expect(observed.recognize(request)).rejects.toBe(error);
  });

  it('is told as aborted where its caller left', async () => {
    const left = AbortSignal.abort(new Error('left'));
    const told = await toldOf(() => Promise.reject(new Error('left')), left);
    expect(told).toEqual([{ ...callee, outcome: 'aborted' }]);
  });

  it('of a language model is told apart from one about speech, and an engine keeps all it can do', async () => {
    const outcomes: string[] = [];
    const observed = observeLanguageModel(
      {
        provider: 'p',
        model: 't-1',
        generate: () =>
          Promise.resolve({
            value: null,
            problem: 'no JSON',
            provider: 'p',
            model: 't-1',
            usage: null,
          }),
      },
      ({ serves, model, outcome }) => outcomes.push(`${serves} ${model} ${outcome}`),
    );
    await observed.generate({ signal } as never);
    expect(outcomes).toEqual(['language t-1 bad_answer']);
    const recognizer = { ...recognizerThat(() => Promise.resolve(answer)), takesFlac: true };
    expect(observeRecognizer(recognizer, () => undefined)).toMatchObject({
      ...{ takesFlac: true, capabilities: recognizer.capabilities },
    });
  });
});
