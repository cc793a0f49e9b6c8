import {
  Meeting,
  MeetingGeneration,
  newId,
  SpeakerProfile,
  StageRun,
  stages,
  type Stage,
  type StatementRun,
} from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { sealJournal } from '@memo/journal';
import { takeInMeetings } from './intake-runs.ts';
import { isOwned, type OwnedRun } from './rerun.ts';
import type { ValidRequest } from './route-rows.ts';
import { rowOf, runningRoutes, send, type RunningRoute } from './send.ts';
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
  const world = await buildWorld({}, record);
  const gone = await world.addThings();
  const usedUp = new Map([
    [gone.meetingId, world.meetingId],
    [gone.profileId, world.profileId],
    [gone.templateId, world.templateId],
  ]);
  await failStage(world, 'prepare');
  const routes = (await runningRoutes(world)).filter(({ path }) => !path.startsWith('/api/v1/web'));
  for (const route of routes.filter(({ method }) => method !== 'DELETE')) {
    await send(world, route, rowOf(route).request(world));
  }
  for (const { method, path, request } of furtherRequests(world, gone)) {
    await send(world, { method, path }, request);
  }
  await retryStages(world);
  await makeAnew(world);
  await readLists(world);
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
  rename(gone.meetingId, 'Speaker1', `An ${marker}`),
  rename(world.meetingId, 'Ann', 'Speaker1'),
  rename(world.meetingId, 'Speaker1', `An ${marker}`),
  {
    method: 'POST',
    path: `${mobile}/meetings/${world.meetingId}/speakers/Speaker1/unmerge`,
    request: {},
  },
];

const rename = (meetingId: string, from: string, to: string): FurtherRequest => ({
  method: 'PUT',
  path: `${mobile}/meetings/${meetingId}/speaker-names`,
  request: { body: { old_speaker_name: from, new_speaker_name: to } },
});

/** Has each stage run again once, as after it alone had failed, and a gap asked about again. */
async function retryStages(world: World): Promise<void> {
  const { manager } = world.fixture.dataSource;
  const { meetingId: withGap, profileId } = await world.addThings();
  // A name that two profiles have is nobody's.
  await manager.delete(SpeakerProfile, { id: profileId });
  await addGap(world, withGap);
  await send(world, { method: 'POST', path: `${mobile}/meetings/${withGap}/retry` }, {});
  await forgetNext(world, withGap);
  for (const stage of stages) {
    const meetingId = await failStage(world, stage);
    await send(world, { method: 'POST', path: `${mobile}/meetings/${meetingId}/retry` }, {});
  }
}

/** What was begun can be begun again. */
async function forgetNext({ fixture }: World, meetingId: string): Promise<void> {
  const { manager } = fixture.dataSource;
  const next = { meetingId, generation: 2 };
  await manager.delete(StageRun, next);
  await manager.delete(MeetingGeneration, next);
}

/** Has a meeting made anew, and another one be what it was before. */
async function makeAnew(world: World): Promise<void> {
  const { manager } = world.fixture.dataSource;
  const { workspaceId, ownerId: userId } = world;
  const anew = await world.addThings();
  await addGap(world, anew.meetingId);
  const path = `${mobile}/meetings/${anew.meetingId}`;
  for (const body of [
    { from: 'transcribe' },
    { from: 'summarize', template_id: anew.templateId },
  ]) {
    await send(world, { method: 'POST', path: `${path}/reprocess` }, { body });
    await forgetNext(world, anew.meetingId);
    await manager.update(Meeting, anew.meetingId, { status: 'COMPLETED', nextGeneration: null });
  }
  const left = { workspaceId, userId, meetingId: anew.meetingId, stage: 'transcribe' } as const;
  await manager.insert(StageRun, { ...left, id: newId(), generation: 3 });
  const shown = { workspaceId, meetingId: anew.meetingId, generation: 1 };
  await manager.insert(MeetingGeneration, { ...shown, id: newId(), reprocess: { from: 'gaps' } });
  const { meetingId, profileId } = await world.addThings();
  await addGap(world, meetingId);
  // A name that two profiles have is nobody's.
  for (const id of [anew.profileId, profileId]) await manager.delete(SpeakerProfile, { id });
  const restore = (generation: number) =>
    send(
      world,
      { method: 'POST', path: `${mobile}/meetings/${meetingId}/generations/${generation}/restore` },
      {},
    );
  const run = { workspaceId, userId, meetingId, stage: 'sync', status: 'succeeded' } as const;
  await manager.insert(StageRun, { ...run, id: newId() });
  await manager.query(
    `INSERT INTO meeting_generations (id, workspace_id, meeting_id, generation, kept)
     SELECT $2, workspace_id, id, 2, jsonb_build_object('meeting', to_jsonb(meetings), 'speakers', '[]'::jsonb,
       'transcript', (SELECT to_jsonb(transcripts) || jsonb_build_object('generation_id', id) FROM transcripts WHERE meeting_id = meetings.id))
     FROM meetings WHERE id = $1`,
    [meetingId, newId()],
  );
  await restore(2);
  await restore(1);
  // Something is left to be delivered, and to be given up.
  await manager.update(
    StageRun,
    { meetingId, generation: 1, stage: 'sync' },
    { status: 'succeeded' },
  );
  await manager.insert(StageRun, { ...run, id: newId(), generation: 3, status: 'queued' });
}

/** Has a completed meeting of the owner lack something that an engine could give. */
async function addGap(
  { fixture, workspaceId, ownerId: userId }: World,
  meetingId: string,
): Promise<void> {
  const { manager } = fixture.dataSource;
  const chunks = [{ side: null, startMs: 0, endMs: 2_000 }];
  for (const stage of ['prepare', 'transcribe'] as const) {
    const result = { recordings: [{}], chunks };
    const run = { id: newId(), workspaceId, userId, meetingId, stage, result };
    await manager.insert(StageRun, { ...run, status: 'succeeded' });
  }
  const gaps = [{ side: null, start_ms: 500, end_ms: 1_000, reason: 'no_words' }];
  await manager.query(
    `UPDATE transcripts SET coverage = coalesce(coverage, '{}') || jsonb_build_object('gaps', $2::jsonb)
     WHERE meeting_id = $1`,
    [meetingId, JSON.stringify(gaps)],
  );
}

/** @returns the owner's failed meeting, of which this stage has failed and no other. */
async function failStage(world: World, stage: Stage): Promise<string> {
  const { fixture, workspaceId, ownerId: userId } = world;
  const { manager } = fixture.dataSource;
  const title = `A failed ${marker}`;
  const { id } = await manager.findOneByOrFail(Meeting, { workspaceId, title });
  await manager.delete(StageRun, { meetingId: id });
  await manager.insert(StageRun, {
    ...{ id: newId(), workspaceId, userId, meetingId: id, stage },
    status: 'failed',
    error: { code: 'unknown', message: 'No.', retryable: true },
    finishedAt: new Date(),
  });
  await manager.update(Meeting, { id }, { status: 'FAILED' });
  return id;
}

const narrowings = {
  status: 'completed',
  analytics_status: 'completed',
  needs_review: 'false',
  search: marker,
};

/** The list under each combination of filters: its first page, one past its end, and from a cursor on. */
async function readLists(world: World): Promise<void> {
  const names = Object.keys(narrowings) as (keyof typeof narrowings)[];
  const list = (query: Record<string, string>) =>
    send(
      world,
      { method: 'GET', path: `${mobile}/meetings/` },
      { query: { limit: '1', ...query } },
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
