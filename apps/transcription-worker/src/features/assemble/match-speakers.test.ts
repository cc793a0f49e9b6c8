import { describe, expect, it } from '@jest/globals';
import { AppError } from '@memo/errors';
import { silentLogger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import { createMatchSpeakers, type MatchSpeakersDeps } from './match-speakers.ts';

const claim: StageClaim = {
  ...{ runId: '', workspaceId: '', userId: 0, meetingId: '', stage: 'assemble', part: 0 },
  ...{
    generation: 1,
    epoch: 1,
    attempts: 0,
    crashes: 0,
    ageMs: 0,
    waits: 0,
    waitingFor: null,
    waitingMs: 0,
    material: null,
    traceParent: null,
  },
};
const unknown = {
  ...{ side: 0, chunk: 1, label: 'spk_0', speakerKey: 'S2' },
  ...{ candidates: ['S1'], talkMs: 9_000 },
};
const { signal } = new AbortController();

/** What becomes of the question where the language model always fails with this. */
function matched(error: AppError, waits: number) {
  const answers = { once: () => Promise.reject(error) } as unknown as MatchSpeakersDeps['answers'];
  const matcher = { question: () => 'who' } as unknown as MatchSpeakersDeps['matcher'];
  const match = createMatchSpeakers({ answers, matcher, logger: silentLogger });
  return match(
    { ...claim, waitingFor: 'language', waits },
    { segments: [], unmatched: [unknown] },
    null,
    signal,
  );
}

describe('a question about speakers that the language model fails at', () => {
  const failed = new AppError('unavailable', 'HTTP 500', { failedAt: 'language' });

  it('is waited for, as an outage is', async () => {
    await expect(matched(failed, 7)).rejects.toBe(failed);
  });

  it('is left open after some minutes: a transcript has its words without it', async () => {
    expect(await matched(failed, 8)).toEqual([]);
  });

  it('is waited for as long as the model serves nobody', async () => {
    const away = new AppError('unavailable', 'HTTP 503', { away: 'language' });
    await expect(matched(away, 100)).rejects.toBe(away);
  });
});
