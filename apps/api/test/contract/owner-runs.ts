import type { StatementRun } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { sealJournal } from '@memo/journal';
import { auditKeys } from '../audit-rows.ts';
import { takeInMeetings } from './intake-runs.ts';
import { isOwned, type OwnedRun } from './rerun.ts';
import { failStage, makeAnew, retryStages } from './runs-again.ts';
import { editTranscript } from './edit-transcript.ts';
import type { ValidRequest } from './route-row.ts';
import { routesOnce, rowOf, runningRoutes, send, type RunningRoute } from './send.ts';
import { buildWorld, marker, type Things, type World } from './world.ts';

interface FurtherRequest extends Pick<RunningRoute, 'method' | 'path'> {
  request: ValidRequest;
}

export interface OwnerRuns {
  world: World;
  /** What the owner's requests ran of the statements asked for; none of it twice. */
  runs: OwnedRun[];
}

/**
 * Makes every request as the owner, and does what no route does yet and what the API does by itself. Where something was
 * used up (deleted or stored), the run names another of its kind that is still there, so that it finds something when it
 * is run again.
 */
export async function runAsOwner(wanted: readonly OwnedRun['statement'][]): Promise<OwnerRuns> {
  const recorded: StatementRun[] = [];
  const record = (run: StatementRun) => void recorded.push(run);
  const world = await buildWorld(
    {
      ACCOUNT_MAX_STORED: '1TB',
      ACCOUNT_MAX_AUDIO_HOURS_PER_MONTH: '1000000',
      ACCOUNT_MAX_USD_PER_MONTH: '1000000',
    },
    record,
  );
  const gone = await world.addThings();
  const usedUp = new Map([
    [gone.meetingId, world.meetingId],
    [gone.actionItemId, world.actionItemId],
    [gone.profileId, world.profileId],
    [gone.templateId, world.templateId],
    [gone.shareLinkId, world.shareLinkId],
    [gone.waitingId, world.waitingId],
    [gone.recordingId, world.recordingId],
  ]);
  await failStage(world, 'prepare');
  const routes = routesOnce(await runningRoutes(world));
  for (const route of routes.filter(({ method }) => method !== 'DELETE')) {
    await send(world, route, rowOf(route).request(world));
  }
  for (const { method, path, request } of furtherRequests(world, gone)) {
    await send(world, { method, path }, request);
  }
  await editTranscript(world);
  await retryStages(world);
  await makeAnew(world);
  for (const view of ['full', 'compact']) await readLists(world, view);
  for (const route of routes.filter(({ method }) => method === 'DELETE')) {
    await send(world, route, rowOf(route).request({ ...world, ...gone }));
  }
  for (const [id, like] of await takeInMeetings(world, record)) usedUp.set(id, like);

  // For retries that are run again.
  await failStage(world, 'prepare');
  const { dataSource } = world.fixture;
  // Nothing is left to take a place while the statements that give it are run again.
  await sealJournal({
    database: createDatabase(dataSource, record),
    transact: createTransact(dataSource),
    auditKeys,
  });

  const runs = new Map<string, OwnedRun>();
  const names = new Set(wanted.map(({ name }) => name));
  for (const { statement, values } of recorded) {
    if (!isOwned(statement) || !names.has(statement.name)) continue;
    const run = { statement, values: replaced(values, usedUp) };
    runs.set(`${statement.name} ${JSON.stringify(run.values)}`, run);
  }
  return { world, runs: [...runs.values()] };
}

const replaced = (values: StatementRun['values'], usedUp: ReadonlyMap<string, string>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? (usedUp.get(value) ?? value) : value,
    ]),
  );

const mobile = '/api/v1/mobile';
const crm = '/api/v1/crm';

/** What a route asks only in some cases; and what puts the owner's things back as they were. */
const furtherRequests = (world: World, gone: Things): FurtherRequest[] => [
  { method: 'GET', path: `${mobile}/changes`, request: { query: { after: '0' } } },
  {
    method: 'GET',
    path: `${mobile}/meetings/${world.meetingId}/export`,
    request: { query: { format: 'srt' } },
  },
  {
    method: 'POST',
    path: `${crm}/speaker-profiles/${world.profileId}/map`,
    request: { body: { speaker_name: 'Nobody', meeting_id: world.meetingId } },
  },
  // The second one is answered with what the first one made.
  ...Array.from({ length: 2 }, () => ({
    method: 'POST' as const,
    path: `${mobile}/templates`,
    request: { body: { title: marker }, headers: { 'Idempotency-Key': 'a-key' } },
  })),
  // Nothing is made of it, and its key is free again.
  {
    method: 'POST',
    path: `${mobile}/templates`,
    request: { body: {}, headers: { 'Idempotency-Key': 'another-key' } },
  },
  ...minutesOf(world),
  rename(gone.meetingId, 'Speaker1', `An ${marker}`),
  rename(world.meetingId, 'Ann', 'Speaker1'),
  rename(world.meetingId, 'Speaker1', `An ${marker}`),
  {
    method: 'POST',
    path: `${mobile}/meetings/${world.meetingId}/speakers/Speaker1/unmerge`,
    request: {},
  },
];

/** Minutes beside the first ones, a version that comes back, and whom something may be given to. */
function minutesOf({
  meetingId,
  actionItemId,
  templateId,
  profileId,
  ownerId,
}: World): FurtherRequest[] {
  const of = `${mobile}/transcription/meetings/${meetingId}`;
  const give = (body: object) => ({
    method: 'PATCH' as const,
    path: `${of}/action-items/${actionItemId}`,
    request: { body },
  });
  return [
    {
      method: 'POST',
      path: `${of}/minutes/generate/`,
      request: { body: { template_id: templateId, audience: marker } },
    },
    { method: 'POST', path: `${of}/minutes/versions/1/restore`, request: {} },
    give({ member_id: ownerId }),
    give({ profile_id: profileId }),
    give({ status: 'open' }),
  ];
}

const rename = (meetingId: string, from: string, to: string): FurtherRequest => ({
  method: 'PUT',
  path: `${mobile}/meetings/${meetingId}/speaker-names`,
  request: { body: { old_speaker_name: from, new_speaker_name: to } },
});

const narrowings = {
  status: 'completed',
  analytics_status: 'completed',
  needs_review: 'false',
  search: marker,
};

/** The list in one view under each combination of filters: its first page, one past its end, and from a cursor on. */
async function readLists(world: World, view: string): Promise<void> {
  const names = Object.keys(narrowings) as (keyof typeof narrowings)[];
  const list = (query: Record<string, string>) =>
    send(
      world,
      { method: 'GET', path: `${mobile}/meetings/` },
      { query: { limit: '1', view, ...query } },
    );
  for (let choice = 0; choice < 2 ** names.length; choice += 1) {
    const chosen = names.filter((_, index) => (choice >> index) % 2 === 1);
    const filter = Object.fromEntries(chosen.map((name) => [name, narrowings[name]]));
    await list(filter);
    await list({ ...filter, page: '100' });
    const newest = await list({ ...filter, cursor: '' });
    const { next_cursor: cursor } = newest.body as { next_cursor: string | null };
    if (cursor !== null) await list({ ...filter, cursor });
  }
}
