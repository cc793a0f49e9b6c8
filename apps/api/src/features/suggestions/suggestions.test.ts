import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Meeting } from '@memo/entities';
import { AppError } from '@memo/errors';
import {
  createJobProducer,
  createJobReplier,
  createJobWorker,
  type RequestPayload,
  type JobProducer,
  type Suggestion,
} from '@memo/jobs';
import { silentLogger } from '@memo/logging';
import { buildTone, buildWav, waitFor } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';

const meetings = '/api/v1/mobile/meetings';
const salesCall = '01890a5d-ac96-774b-bcce-b302099a8002';
const support = '01890a5d-ac96-774b-bcce-b302099a8005';

type Work = (payload: RequestPayload<'suggest'>, signal: AbortSignal) => Promise<Suggestion>;

let fixture: ApiFixture;
let authorization: string;
let producer: JobProducer;

beforeAll(async () => {
  fixture = await startApi({ MAX_AUDIO_FILE_SIZE: '1MB' });
  ({ authorization } = await fixture.person());
  producer = createJobProducer({ redisUrl: fixture.redis.url, logger: silentLogger });
});

afterAll(async () => {
  await producer.close();
  await fixture.close();
});

/** Plays the transcription worker. */
function startWorker(suggest: Work) {
  const redisUrl = fixture.redis.url;
  const replier = createJobReplier({ redisUrl, atOnce: 2, logger: silentLogger });
  const stage = () => Promise.resolve({ kind: 'done' } as const);
  const worker = createJobWorker({
    queue: 'transcription',
    redisUrl,
    concurrency: 2,
    handlers: {
      ticket: stage,
      suggest: replier.handler<'suggest'>(suggest),
    },
    logger: silentLogger,
  });
  return async () => {
    await worker.close(0);
    replier.close();
  };
}

const post = (kind: Suggestion['kind'], as = authorization) =>
  fixture.api.post(`${meetings}/suggest-${kind}`).set('authorization', as);

const upload = (kind: Suggestion['kind']) =>
  post(kind).attach('audio_file', buildTone(1), 'call.wav');

const jobs = async () => {
  const queue = producer.queues.find(({ name }) => name === 'transcription');
  return (await queue?.getJobs()) ?? [];
};

/** No object, no job, no row. */
async function expectNothingLeft(): Promise<void> {
  await waitFor('the recording to go', async () => (await fixture.objectKeys()).length === 0);
  await waitFor('the job to go', async () => (await jobs()).length === 0);
  expect(await fixture.openUploads()).toEqual([]);
  expect(await fixture.dataSource.manager.count(Meeting)).toBe(0);
}

afterEach(expectNothingLeft);

describe('with a worker', () => {
  let work: Work;
  let stopWorker: () => Promise<void>;

  beforeAll(() => {
    stopWorker = startWorker((payload, signal) => work(payload, signal));
  });
  afterAll(() => stopWorker());

  const seen: RequestPayload<'suggest'>[] = [];
  const answers = (suggestion: Suggestion): Work => {
    return (payload) => {
      seen.push(payload);
      return Promise.resolve(suggestion);
    };
  };

  beforeEach(() => {
    seen.length = 0;
    work = () => Promise.reject(new Error('no test said what to answer'));
  });

  it('a title is suggested in the form of the contract', async () => {
    work = answers({ kind: 'title', title: 'Offer for Berlin' });
    const answer = await upload('title').expect(200);
    expect(answer.body).toEqual({ suggested_title: 'Offer for Berlin' });
    expect(seen).toMatchObject([{ kind: 'title' }]);
  });

  it('is suggested whatever else the form has', async () => {
    work = answers({ kind: 'title', title: 'Offer for Berlin' });
    const form = upload('title')
      .field('title', 'x')
      .field('user_id', '1')
      .field('organization', '');
    await form.field('workspace_id', '1').expect(200, { suggested_title: 'Offer for Berlin' });
    await expectNothingLeft();
  });

  it('a description is suggested in the form of the contract', async () => {
    work = answers({ kind: 'description', description: 'They go through an offer.' });
    const answer = await upload('description').expect(200);
    expect(answer.body).toEqual({ suggested_description: 'They go through an offer.' });
  });

  it('a template is suggested in the form of the contract', async () => {
    work = answers({
      kind: 'template',
      best: { templateId: salesCall, templateName: 'Sales call', confidence: 0.92 },
      reason: 'They talk about a discount.',
      alternatives: [{ templateId: support, templateName: 'Customer support', confidence: 0.65 }],
    });
    const answer = await upload('template').expect(200);
    expect(answer.body).toEqual({
      suggested_template_id: salesCall,
      suggested_template_name: 'Sales call',
      confidence: 0.92,
      reason: 'They talk about a discount.',
      alternative_templates: [
        { template_id: support, template_name: 'Customer support', confidence: 0.65 },
      ],
    });
  });

  it('the worker finds the recording as it was sent, and ids alone in the job', async () => {
    const sound = buildTone(1);
    let found: Buffer | undefined;
    work = async (payload) => {
      seen.push(payload);
      found = await fixture.readObject(`suggestions/${payload.suggestionId}`);
      return { kind: 'title', title: 'Found' };
    };
    await post('title').attach('audio_file', sound, 'call.wav').expect(200);
    expect(found).toEqual(sound);
    expect(Object.keys(seen[0] ?? {}).sort()).toEqual(
      ['deadline', 'kind', 'replyTo', 'requestId', 'suggestionId', 'version', 'workspaceId'].sort(),
    );
  });

  it.each([
    ['invalid_input', 'Nothing was said.', 400, 'Nothing was said.'],
    [
      'unavailable',
      'Gemini is overloaded.',
      503,
      'The service is temporarily unavailable. Please try again later.',
    ],
    ['timeout', 'Gemini did not answer.', 504, 'This took too long. Please try again.'],
  ] as const)('a worker that fails with %s: %s', async (kind, message, status, detail) => {
    work = () => Promise.reject(new AppError(kind, message));
    await upload('title').expect(status, { detail });
  });

  it('a provider in trouble says when to come back', async () => {
    const error = new AppError('unavailable', 'Paused.', { retryAfterMs: 9_500 });
    work = () => Promise.reject(error);
    const answer = await upload('template').expect(503);
    expect(answer.headers['retry-after']).toBe('10');
  });

  it('an answer to another question is an error on our side', async () => {
    work = answers({ kind: 'title', title: 'Not asked for' });
    await upload('description').expect(500);
  });

  it('many at once get each their own answer', async () => {
    work = ({ suggestionId }) => Promise.resolve({ kind: 'title', title: suggestionId });
    const answered = await Promise.all(Array.from({ length: 10 }, () => upload('title')));
    const titles = answered.map(
      ({ body }) => (body as { suggested_title: string }).suggested_title,
    );
    expect(new Set(titles).size).toBe(10);
  });
});

describe('a bad request for a suggestion', () => {
  it('reaches no worker without a token', () =>
    fixture.api
      .post(`${meetings}/suggest-title`)
      .attach('audio_file', buildTone(1), 'a.wav')
      .expect(401));

  it('reaches no worker from somebody who may only look', async () => {
    const viewer = await fixture.person({ role: 'VIEWER' });
    const answer = await post('title', viewer.authorization)
      .attach('audio_file', buildTone(1), 'a.wav')
      .expect(403);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('another role') });
  });

  it('reaches no worker as JSON instead of a form', () =>
    post('title').send({ audio_file: 'x' }).expect(422));

  it.each([
    ['without a file', 'audio_file', {}],
    ['with its file as text', 'audio_file', { audio_file: 'RIFF' }],
  ])('reaches no worker %s', async (_, field, fields) => {
    const form = post('title').field('none', '');
    for (const [name, value] of Object.entries(fields)) form.field(name, value);
    const answer = await form.expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', field] }] });
  });

  it('reaches no worker with a second file', async () => {
    const answer = await upload('title')
      .attach('second_audio_file', buildTone(1), 'b.wav')
      .expect(422);
    expect(answer.body).toMatchObject({
      detail: [{ loc: ['body', 'second_audio_file'], msg: expect.stringContaining('no other') }],
    });
  });

  it('reaches no worker with something that is no audio', () =>
    post('title')
      .attach('audio_file', Buffer.from('#EXTM3U\nfile:///etc/passwd\n'), 'a.mp3')
      .expect(400, {
        detail: 'Invalid audio file format. Please use MP3, WAV, M4A, FLAC, WEBM, or OPUS.',
      }));

  it('reaches no worker with a file that is too large', () =>
    post('title')
      .attach('audio_file', buildWav(1024 * 1024 + 1), 'a.wav')
      .expect(413));
});

describe('a suggestion without an answer', () => {
  it('is 503 while Redis is away, and its recording goes', async () => {
    fixture.redis.pause();
    try {
      await upload('title').expect(503, {
        detail: 'The service is temporarily unavailable. Please try again later.',
      });
    } finally {
      fixture.redis.resume();
    }
  });

  it('goes with its job and its recording when its client went away', async () => {
    const gone = new AbortController();
    const form = new FormData();
    form.append('audio_file', new Blob([new Uint8Array(buildTone(1))]), 'call.wav');
    const asking = fetch(`${fixture.url}${meetings}/suggest-title`, {
      method: 'POST',
      headers: { authorization },
      body: form,
      signal: gone.signal,
    });
    asking.catch(() => undefined);
    await waitFor('the job', async () => (await jobs()).length === 1);
    expect(await fixture.objectKeys()).toHaveLength(1);
    gone.abort();
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' });
    await expectNothingLeft();
    await waitFor('the log', () =>
      fixture.logLines.some(({ message }) => message === 'the client went away'),
    );
  });
});
