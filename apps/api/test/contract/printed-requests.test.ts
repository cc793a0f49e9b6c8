import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildWav } from '@memo/testing';
import { buildWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await buildWorld({ NODE_ENV: 'development' });
});

afterAll(() => world.fixture.close());

type Method = 'get' | 'post' | 'put';

interface Printed {
  method: Method;
  path: string;
  body?: object;
  status?: number;
  /** Fields the contract's clients read. */
  has: string[];
}

const mobile = '/api/v1/mobile';
const crm = '/api/v1/crm';
const page = ['data', 'total', 'page', 'limit', 'total_pages'];
const meeting = [
  ...['id', 'title', 'description', 'participants', 'transcription', 'summary', 'key_points'],
  ...['action_items', 'audio_filename', 's3_audio_path', 'templateid', 'status'],
  ...['analytics_status', 'user_id', 'created_at', 'updated_at'],
];
const person = ['first_name', 'last_name', 'full_name', 'email', 'company', 'designation'];

const get = (path: string, has: string[]): Printed => ({ method: 'get', path, has });
const post = (path: string, has: string[], body?: object, status = 200): Printed => ({
  method: 'post',
  path,
  has,
  status,
  ...(body && { body }),
});
const put = (path: string, has: string[], body: object): Printed => ({
  method: 'put',
  path,
  has,
  body,
});

/** To the letter, trailing slashes included; in an order in which each finds what it needs. */
const printed = ({ meetingId, profileId, refreshToken }: World): Printed[] => [
  get(`${mobile}/auth/me`, ['id', 'email', 'name']),
  get(`${mobile}/meetings/?page=1&limit=100&status=completed&search=plan`, page),
  get(`${mobile}/meetings/?page=1&limit=20&date_from=2024-01-01&date_to=2024-12-31`, page),
  get(`${mobile}/meetings/${meetingId}`, meeting),
  put(`${mobile}/meetings/${meetingId}`, meeting, {
    title: 'Updated Title',
    description: 'Updated description',
    participants: ['John Doe', 'Jane Smith'],
  }),
  get(`${mobile}/meetings/${meetingId}/audio/url?expiration=3600`, ['url']),
  put(`${mobile}/meetings/${meetingId}/speaker-names`, meeting, {
    old_speaker_name: 'Speaker1',
    new_speaker_name: 'John Doe',
  }),
  put(`${mobile}/meetings/${meetingId}/speaker-names/bulk`, meeting, {
    speaker_updates: { Speaker1: 'John Doe', Speaker2: 'Jane Smith' },
  }),
  get(`${mobile}/templates?page=1&limit=20&search=keyword`, page),
  get(`${mobile}/templates/defaults`, page),
  get(`${mobile}/templates/user`, page),
  post(
    `${mobile}/templates`,
    ['id', 'title', 'key_points_prompt', 'created_by', 'is_active'],
    {
      title: 'Sales Call Template',
      description: 'Template for sales calls',
      transcription_prompt: 'Custom transcription instructions...',
      summary_prompt: 'Custom summary instructions...',
      key_points_prompt: ['Product discussed', 'Price mentioned', 'Next steps'],
      speaker_diarization: 'Identify sales rep and customer...',
    },
    201,
  ),
  get(`${crm}/speakers`, ['speakers', 'total']),
  get(`${crm}/speakers/John%20Doe/meetings?page=1&limit=20`, page),
  get(`${crm}/speaker-profiles?page=1&limit=20&search=name`, page),
  post(
    `${crm}/speaker-profiles`,
    ['id', ...person],
    {
      first_name: 'John',
      last_name: 'Doe',
      email: 'john@example.com',
      phone: '+1234567890',
      company: 'Acme Corp',
      designation: 'Product Manager',
    },
    201,
  ),
  post(`${crm}/speaker-profiles/${profileId}/map`, ['profile'], { speaker_name: 'John Doe' }),
  post(`${mobile}/meetings/transcription/start-background`, []),
  get(`${mobile}/meetings/transcription/status`, []),
  post(`${mobile}/meetings/transcription/process-all`, []),
  post(`${mobile}/meetings/transcription/restart-background`, []),
  get('/health', ['status', 'version']),
  get(`${mobile}/debug/routes`, []),
  post(`${mobile}/auth/refresh`, ['access_token', 'refresh_token'], {
    refresh_token: refreshToken,
  }),
];

it('every request an app was told to send works to the letter, and answers the fields it reads', async () => {
  const { api } = world.fixture;
  const wrong: string[] = [];
  for (const { method, path, body, status = 200, has } of printed(world)) {
    const answer = await api[method](path)
      .set('authorization', world.authorization.owner ?? '')
      .send(body);
    const missing = has.filter((field) => !(field in (answer.body as object)));
    if (answer.status !== status || missing.length > 0) {
      wrong.push(`${method} ${path}: ${answer.status} without ${missing.join()} ${answer.text}`);
    }
  }
  expect(wrong).toEqual([]);
});

it('a meeting uploaded as an app was told to has every field that it was told of', async () => {
  const { api } = world.fixture;
  const uploaded = await api
    .post(`${mobile}/meetings/`)
    .set('authorization', world.authorization.owner ?? '')
    .field('title', 'Q4 Sales Review')
    .field('description', 'Quarterly sales performance review')
    .field('participants', JSON.stringify(['John Doe', 'Jane Smith']))
    .attach('audio_file', buildWav(2_000), 'recording.mp3')
    .expect(201);
  const made = uploaded.body as Record<string, unknown>;
  expect(Object.keys(made)).toEqual(expect.arrayContaining(meeting));
  expect(made).toMatchObject({
    participants: ['John Doe', 'Jane Smith'],
    status: 'PENDING',
    analytics_status: 'PENDING',
    s3_audio_path: `meetings/audio/${String(made.id)}.wav`,
    audio_filename: `meeting_${String(made.id).slice(0, 8)}.wav`,
  });
});

it.each([
  `${mobile}/meetings`,
  `${mobile}/templates/`,
  `${mobile}/templates/user/`,
  `${mobile}/auth/me/`,
  `${crm}/speakers/`,
  `${crm}/speaker-profiles/`,
  '/api/v1/web/templates/',
  '/health/',
])('%s answers with a slash at its end and without', async (path) => {
  await world.fixture.api
    .get(path)
    .set('authorization', world.authorization.owner ?? '')
    .expect(200);
});
