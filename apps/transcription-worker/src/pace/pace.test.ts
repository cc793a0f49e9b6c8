import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SpeechRecognizer } from '@memo/ai';
import { AppError } from '@memo/errors';
import { createRedis } from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { startRedis, waitFor, type TestRedis } from '@memo/testing';
import { createPace } from './pace.ts';
import { createPaced } from './paced.ts';

let server: TestRedis;
let connections: ReturnType<typeof createRedis>[];
const key = 'memo:pace-us:speech:gemini';
const never = new AbortController().signal;

beforeAll(async () => {
  server = await startRedis();
  connections = [1, 2].map(() => createRedis(server.url, silentLogger));
  const ready = () => connections.every(({ status }) => status === 'ready');
  await waitFor('both connections', ready);
});
beforeEach(() => server.client.flushall());
afterAll(async () => {
  connections.forEach((redis) => redis.disconnect());
  await server.close();
});

/** Two processes; no slot waits where none is to. */
const paces = ({ speech = null as number | null, patienceMs = 0 } = {}) =>
  connections.map((redis) =>
    createPace({ redis, perMinute: { speech, language: null }, patienceMs, logger: silentLogger }),
  );

type Pace = ReturnType<typeof createPace>;

const asked = async (
  pace: Pace | undefined,
  dependency: Parameters<Pace['turn']>[0] = 'speech',
  service = 'gemini',
): Promise<unknown> => {
  try {
    await pace?.turn(dependency, service, never);
    return 'asked';
  } catch (thrown) {
    return thrown;
  }
};

describe('with a number of requests a minute', () => {
  it('two processes have one turn between them, and the other is told when the next one is', async () => {
    const [first, second] = paces({ speech: 2 });
    expect(await asked(first)).toBe('asked');
    const told = await asked(second);
    expect(told).toMatchObject({ kind: 'rate_limited', paced: 'speech', code: 'own_pace' });
    const { retryAfterMs = NaN } = told as AppError;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(30_600);
  });

  it('a turn that was too far off to wait for is not taken', async () => {
    const [first, second] = paces({ speech: 2 });
    await asked(first);
    const waits: unknown[] = [];
    for (const pace of [first, second, second]) waits.push(await asked(pace));
    for (const told of waits) {
      expect((told as AppError).retryAfterMs).toBeLessThanOrEqual(30_600);
    }
  });

  it('a slot that is patient waits for its turn, and as many have theirs as asked', async () => {
    const [first, second] = paces({ speech: 6_000, patienceMs: 5_000 });
    const turns = Array.from({ length: 40 }, (_, n) => asked(n % 2 === 0 ? first : second));
    expect(await Promise.all(turns)).toEqual(turns.map(() => 'asked'));
    const next = Number(await server.client.get(key));
    const [seconds = 0, micros = 0] = (await server.client.time()).map(Number);
    expect(next).toBeGreaterThanOrEqual(seconds * 1_000_000 + micros - 10_000);
  });

  it.each([300, 4_200, 10_000, 60_000])(
    'of %d as many are let through as that, less two in a hundred',
    async (speech) => {
      const [pace] = paces({ speech, patienceMs: 60_000 });
      const turns = 40;
      // Turns far ahead, so that what time passes between them counts for nothing.
      const [seconds = 0] = (await server.client.time()).map(Number);
      const ahead = (seconds + 30) * 1_000_000;
      await server.client.set(key, String(ahead));
      const gone = AbortSignal.abort();
      for (let turn = 0; turn < turns; turn += 1) {
        await pace?.turn('speech', 'gemini', gone).catch(() => undefined);
      }
      const everyUs = (Number(await server.client.get(key)) - ahead) / turns;
      expect(60_000_000 / everyUs / speech).toBeCloseTo(1 / 1.02, 3);
    },
  );

  it('each service and each kind of engine has turns of its own', async () => {
    const [pace] = paces({ speech: 1 });
    expect(await asked(pace)).toBe('asked');
    expect(await asked(pace, 'speech', 'deepgram')).toBe('asked');
    expect(await asked(pace, 'language')).toBe('asked');
    expect(await asked(pace, 'language')).toBe('asked');
  });

  it('a slot that waits lets go when its worker stops', async () => {
    const [pace] = paces({ speech: 1, patienceMs: 120_000 });
    await asked(pace);
    const stopping = new AbortController();
    const waiting = Promise.resolve(pace?.turn('speech', 'gemini', stopping.signal));
    stopping.abort(new Error('the worker is stopping'));
    await expect(waiting).rejects.toThrow('the worker is stopping');
  });
});

describe('a service that has refused one process', () => {
  it('is asked by no other before it said, with or without a number', async () => {
    for (const speech of [null, 60]) {
      await server.client.flushall();
      const [first, second] = paces({ speech });
      await first?.refused('speech', 'gemini', 40_000);
      const told = await asked(second);
      expect(told).toMatchObject({ paced: 'speech' });
      expect((told as AppError).retryAfterMs).toBeGreaterThan(30_000);
    }
  });

  it('is asked again within a minute, however long it refuses', async () => {
    const [first, second] = paces();
    await first?.refused('speech', 'gemini', 86_400_000);
    expect(((await asked(second)) as AppError).retryAfterMs).toBeLessThanOrEqual(60_000);
  });
});

describe('an engine', () => {
  const engine = (provider: string, said: AppError): SpeechRecognizer => ({
    ...{ provider, model: 'any', recognize: () => Promise.reject(said) },
    capabilities: { maxChunkMs: 60_000, diarization: true, wordTimes: true },
  });
  const busy = new AppError('rate_limited', 'Too many.', { retryAfterMs: 40_000 });

  /** What it said to a process that asked. */
  const said = async (pace: Pace, engine: SpeechRecognizer): Promise<unknown> => {
    const paced = createPaced(pace).recognizer(engine);
    const about = { audioPath: '', durationMs: 1, diarize: true, languages: [] };
    const asking = paced.recognize({ ...about, speakersExpected: null, signal: never });
    return asking.catch((thrown: unknown) => thrown);
  };

  it('that refuses one process for asking too often is left alone by the other', async () => {
    const refused: unknown[] = [];
    for (const pace of paces()) refused.push(await said(pace, engine('gemini', busy)));
    expect(refused).toEqual([busy, expect.objectContaining({ code: 'own_pace' })]);
  });

  it('that fails in another way, or runs on this machine, is asked again at once', async () => {
    const away = new AppError('unavailable', 'Away.', { retryAfterMs: 40_000 });
    for (const pace of paces()) {
      expect(await said(pace, engine('gemini', away))).toBe(away);
      expect(await said(pace, engine('offline', busy))).toBe(busy);
    }
  });
});

describe('while Redis does not answer', () => {
  it('engines are asked all the same', async () => {
    const [pace] = paces({ speech: 1 });
    await asked(pace);
    server.pause();
    try {
      expect(await asked(pace)).toBe('asked');
    } finally {
      server.resume();
    }
  });
});
