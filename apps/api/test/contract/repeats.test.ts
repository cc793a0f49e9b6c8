import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, SpeakerProfile } from '@memo/entities';
import { operationOf, type OpenApi } from './operation.ts';
import type { ValidRequest } from './route-row.ts';
import { addGap, failStage } from './runs-again.ts';
import { transcriptRoute } from './transcript-rows.ts';
import { nameOf, rowOf, runningRoutes, send, type RunningRoute } from './send.ts';
import { buildWorld, type World } from './world.ts';

let world: World;
let posts: RunningRoute[];

beforeAll(async () => {
  world = await buildWorld();
  await failStage(world, 'prepare');
  posts = (await runningRoutes(world)).filter(({ method }) => method === 'POST');
});

afterAll(() => world.fixture.close());

/** What a POST makes once under a key, and how the owner may ask for it; every other POST needs no key. */
const makes: Readonly<Record<string, () => Promise<ValidRequest>>> = {
  'POST /meetings/': () => usual('POST /meetings/'),
  'POST /api/meetings/': () => usual('POST /api/meetings/'),
  'POST /templates': () => usual('POST /templates'),
  'POST /workspaces/': () => usual('POST /workspaces/'),
  'POST /auth/organizations/': () => usual('POST /auth/organizations/'),
  'POST /speaker-profiles': () => usual('POST /speaker-profiles'),
  'POST /transcription/meetings/{meeting_id}/transcript/segments/{segment}/split': () =>
    onTranscript('POST …/segments/{segment}/split', { word: 1 }),
  'POST /transcription/meetings/{meeting_id}/transcript/replace': () =>
    onTranscript('POST …/replace', { find: 'an', replace: 'an an' }),
  'POST /transcription/meetings/{meeting_id}/minutes/generate/': () =>
    usual('POST /transcription/meetings/{meeting_id}/minutes/generate/'),
  'POST /transcription/meetings/{meeting_id}/action-items/': () =>
    usual('POST /transcription/meetings/{meeting_id}/action-items/'),
  'POST /meetings/{meeting_id}/retry': async () => ({
    params: { meeting_id: await failStage(world, 'prepare') },
  }),
  'POST /meetings/{meeting_id}/reprocess': async () => {
    const { meetingId, profileId } = await world.addThings();
    // A name that two profiles have is nobody's.
    await world.fixture.dataSource.manager.delete(SpeakerProfile, { id: profileId });
    await addGap(world, meetingId);
    return { params: { meeting_id: meetingId }, body: { from: 'summarize' } };
  },
};

async function onTranscript(short: string, body: object): Promise<ValidRequest> {
  const request = rowOf(post(transcriptRoute(short))).request(world);
  const { meetingId } = await world.addThings();
  return { params: { ...request.params, meeting_id: meetingId }, body };
}

const usual = (name: string): Promise<ValidRequest> =>
  Promise.resolve(rowOf(post(name)).request(world));

function post(name: string): RunningRoute {
  const found = posts.find((route) => nameOf(route) === name);
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
}

it('every POST that makes something takes an Idempotency-Key, and says so', async () => {
  const document = (await world.fixture.api.get('/openapi.json').expect(200)).body as OpenApi;
  const taking = posts.filter((route) =>
    operationOf(document, route).parameters?.some(({ $ref }) => $ref?.endsWith('/Idempotency-Key')),
  );
  expect([...new Set(taking.map(nameOf))].sort()).toEqual(Object.keys(makes).sort());
});

describe('a POST that is repeated under its Idempotency-Key', () => {
  it.each(Object.keys(makes))('makes one thing: %s', async (name) => {
    const request = (await makes[name]?.()) ?? {};
    const under = (key: string) =>
      send(world, post(name), { ...request, headers: { 'Idempotency-Key': key } });
    const key = newId();
    const first = await under(key);
    expect([first.status, first.text]).toEqual([first.ok ? first.status : 'a success', first.text]);
    expect(first.get('Idempotency-Replayed')).toBeUndefined();
    const repeat = await under(key);
    expect(repeat.status).toBe(first.status);
    expect(repeat.get('Idempotency-Replayed')).toBe('true');
    expect((repeat.body as { id: string }).id).toBe((first.body as { id: string }).id);
  });
});
