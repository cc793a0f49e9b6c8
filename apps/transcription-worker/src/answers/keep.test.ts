import { describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { LeaseLost } from '@memo/pipeline';
import { createKeep } from './keep.ts';
import { untilAnswered } from './until-answered.ts';

/** Storage that refuses so many writes with this, and then takes them. */
function refusing(times: number, refusal: Error) {
  const written: string[] = [];
  let tries = 0;
  const putText = (_key: string, text: string): Promise<void> => {
    tries += 1;
    if (tries <= times) return Promise.reject(refusal);
    written.push(text);
    return Promise.resolve();
  };
  return { written, tries: () => tries, keep: createKeep({ putText }) };
}

const away = new AppError('unavailable', 'The file storage does not answer.', { away: 'storage' });
const never = new AbortController().signal;

describe('an answer that arrived', () => {
  it('is written once the storage takes writes again', async () => {
    const { keep, written } = refusing(3, away);
    await keep('key', 'paid', never);
    expect(written).toEqual(['paid']);
  });

  it('is written though its lease was lost meanwhile', async () => {
    const { keep, written } = refusing(1, away);
    await keep('key', 'paid', AbortSignal.abort(new LeaseLost()));
    expect(written).toEqual(['paid']);
  });

  it('holds a worker that stops no longer than that has to let go', async () => {
    const { keep, tries } = refusing(Infinity, away);
    const stopped = AbortSignal.abort(new Error('the worker is stopping'));
    await expect(keep('key', 'paid', stopped)).rejects.toThrow('stopping');
    expect(tries()).toBeGreaterThan(1);
  }, 20_000);

  it('is held, too, while the bucket refuses it: a right that was lost may be given back', async () => {
    const code = 'storage_misconfigured';
    const refusal = new AppError('misconfigured', 'The bucket cannot be used.', { code });
    const { keep, written } = refusing(2, refusal);
    await keep('key', 'paid', never);
    expect(written).toEqual(['paid']);
  });

  it('is not written again after an error that no wait will mend', async () => {
    const refusal = new Error('a mistake of ours');
    const { keep, tries } = refusing(Infinity, refusal);
    await expect(keep('key', 'paid', never)).rejects.toBe(refusal);
    expect(tries()).toBe(1);
  });

  it('does not hold a worker that stops while the storage is silent', async () => {
    const keep = createKeep({ putText: () => new Promise<void>(() => undefined) });
    const stopped = AbortSignal.abort(new Error('the worker is stopping'));
    await expect(keep('key', 'paid', stopped)).rejects.toThrow('stopping');
  }, 20_000);
});

describe('what a provider was asked', () => {
  it('is not given up with the lease: whoever has the run now finds the answer', () => {
    const claim = new AbortController();
    const asking = untilAnswered(claim.signal);
    claim.abort(new LeaseLost());
    expect(asking.aborted).toBe(false);
  });

  it('is given up with its worker', () => {
    const claim = new AbortController();
    const asking = untilAnswered(claim.signal);
    claim.abort(new Error('the worker is stopping'));
    expect(asking.aborted).toBe(true);
  });
});
