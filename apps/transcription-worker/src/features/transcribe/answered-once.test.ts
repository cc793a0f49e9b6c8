import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildTone, buildWav } from '@memo/testing';
import { answerNote } from '@memo/testing/gemini';
import type { RecognizerFault } from '@memo/testing/known-meeting';
import { startTranscribing, type TranscribeFixture } from '../../../test/transcribe-fixture.ts';
import { startWorker } from '../../../test/worker-fixture.ts';

const short = buildTone(2);

let fixture: TranscribeFixture;
let truth: Awaited<ReturnType<TranscribeFixture['transcriptOf']>>;

beforeAll(async () => {
  fixture = await startTranscribing();
  fixture.listen();
  truth = await fixture.transcriptOf(await fixture.transcribe());
});

afterAll(() => fixture.close());

describe('a provider', () => {
  it.each<[string, RecognizerFault]>([
    [
      'for its rate limit',
      { kind: 'provider', fault: { kind: 'rate_limited', retryDelayMs: 1_000 } },
    ],
    ['for an overload', { kind: 'provider', fault: { kind: 'overloaded' } }],
  ])('that fails once, %s, is waited for, and the transcript is the same', async (...it) => {
    const [, fault] = it;
    const truthful = fixture.listen();
    truthful.failNext(fault);
    const row = await fixture.transcribe();
    expect(await fixture.transcriptOf(row)).toEqual(truth);
    expect(await fixture.recognizedOf(row)).toMatchObject({
      gaps: [],
      rejectedAnswers: 0,
      attempts: 0,
    });
    expect(truthful.asked()).toMatchObject({ calls: 2, answeredAgain: 0 });
  });

  it('that never ends its answer is given up and asked again', async () => {
    const hasty = await startWorker({ AI_TIMEOUT_SECONDS: '1' });
    try {
      hasty.gemini.onGenerate(answerNote({ summary: 'They met.' }));
      hasty.gemini.onTranscribe(() => [{ text: 'Here I am.', startMs: 100, endMs: 900 }]);
      hasty.gemini.failNext({ kind: 'hang' }, 'transcribe');
      const row = await hasty.process([buildTone(1.5)]);
      expect(await hasty.settled(row)).toMatchObject({ status: 'COMPLETED' });
      expect(hasty.asked('transcribe')).toBe(2);
    } finally {
      await hasty.close();
    }
  });

  it('that refuses ends the meeting with a reason, and a retry pays for no answer again', async () => {
    const refusing = { kind: 'provider', fault: { kind: 'suspended_key' } } as const;
    const truthful = fixture.listen({
      faultFor: ({ timesAsked }) => (timesAsked > 1 ? refusing : undefined),
    });
    truthful.failNext({ kind: 'loop', times: 12 });
    const row = await fixture.transcribe();
    expect(row).toMatchObject({ status: 'FAILED', error: { stage: 'transcribe' } });
    // The loop was answered; its second try never was.
    expect(truthful.calls.map(({ answered }) => answered)).toEqual([true, false]);

    const back = fixture.listen();
    await fixture.worker.processAgain(row);
    expect(await fixture.worker.settled(row)).toMatchObject({ status: 'COMPLETED', generation: 2 });
    expect(await fixture.transcriptOf(row)).toEqual(truth);
    expect(back.asked().calls).toBe(1);
    expect(await fixture.recognizedOf(row)).toMatchObject({ rejectedAnswers: 1, loops: 1 });
  }, 60_000);
});

describe('what was answered', () => {
  it('before the worker failed to write it down is not paid for again', async () => {
    const { manager } = fixture.worker.dataSource;
    await manager.query(
      `CREATE FUNCTION refuse_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.attempts = 0 THEN RAISE EXCEPTION 'the connection is lost'; END IF; RETURN NEW; END $$`,
    );
    await manager.query(
      `CREATE TRIGGER refuse_first BEFORE UPDATE ON stage_runs FOR EACH ROW
       WHEN (NEW.stage = 'transcribe' AND NEW.status = 'succeeded') EXECUTE FUNCTION refuse_first()`,
    );
    try {
      const truthful = fixture.listen();
      truthful.failNext({ kind: 'deaf' });
      const row = await fixture.transcribe();
      expect(await fixture.transcriptOf(row)).toEqual(truth);
      expect(await fixture.recognizedOf(row)).toMatchObject({ attempts: 1, rejectedAnswers: 1 });
      expect(truthful.asked().calls).toBe(2);
    } finally {
      await manager.query('DROP TRIGGER refuse_first ON stage_runs');
      await manager.query('DROP FUNCTION refuse_first');
    }
  });

  it('is found again by a complete re-run, good and bad answers alike', async () => {
    const truthful = fixture.listen({ faultFor: () => ({ kind: 'missing_tail', share: 0.3 }) });
    const row = await fixture.transcribe();
    const before = await fixture.recognizedOf(row);
    await fixture.worker.processAgain(row);
    await fixture.worker.settled(row);
    expect(await fixture.recognizedOf(row)).toEqual(before);
    expect(truthful.asked().calls).toBe(2);
  });
});

describe('what the uploader knows', () => {
  it('is told to the recognizer', async () => {
    const configs: object[] = [];
    fixture.worker.gemini.onTranscribe(({ config }) => {
      configs.push(config);
      return [{ text: 'Ja.', startMs: 100, endMs: 900 }];
    });
    await fixture.transcribe(short, { languages: ['de-CH', 'fr'], speakersExpected: 1 });
    await fixture.transcribe(short, { speakersExpected: 2 });
    expect(configs).toEqual([
      { diarization: false, wordTimestamp: true, languageCodes: ['de-CH', 'fr'] },
      { diarization: true, wordTimestamp: true },
    ]);
  });
});

describe('a recording without speech', () => {
  it('is no question, no piece and no gap', async () => {
    const truthful = fixture.listen();
    const row = await fixture.transcribe(buildWav(44 + 32_000 * 20));
    expect(row.status).toBe('COMPLETED');
    expect(await fixture.recognizedOf(row)).toMatchObject({
      pieces: [],
      gaps: [],
      sources: [],
      rejectedAnswers: 0,
    });
    expect(truthful.asked().calls).toBe(0);
  });

  it('is asked about once when it is a short sound, and about twice when it is a longer one', async () => {
    fixture.worker.gemini.onTranscribe(() => []);
    const before = fixture.worker.asked('transcribe');
    expect((await fixture.recognizedOf(await fixture.transcribe(short))).gaps).toEqual([]);
    expect(fixture.worker.asked('transcribe') - before).toBe(1);
    expect((await fixture.recognizedOf(await fixture.transcribe(buildTone(4)))).gaps).toEqual([
      { startMs: 0, endMs: 4_000, reason: 'no_words' },
    ]);
    expect(fixture.worker.asked('transcribe') - before).toBe(3);
  });
});
