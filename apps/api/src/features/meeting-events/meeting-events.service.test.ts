import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { silentLogger } from '@memo/logging';
import { buildScope } from '@memo/testing';
import { createMeetingEventsService } from './meeting-events.service.ts';
import { meetingStateSchema, type MeetingState } from './meeting-events.schemas.ts';
import { createMeetingWatch, type ReadStates } from './meeting-watch.ts';

const caller = { scope: buildScope({ workspaceId: 'w', userId: 1 }), credential: 'good' };

const working = meetingStateSchema.parse(meetingStateSchema.meta()?.example);
const failed: MeetingState = { ...working, status: 'FAILED' };

function createService(readStates: ReadStates<MeetingState>, lifetimeMs = 60_000) {
  const watch = createMeetingWatch({
    ...{ read: readStates, everyMs: 1, logger: silentLogger },
    findRefusals: () => Promise.resolve([]),
  });
  return createMeetingEventsService({ readStates, watch, heartbeatMs: 60_000, lifetimeMs });
}

it('a change between reading the meeting and watching it is not missed', async () => {
  let state = working;
  const service = createService(() => {
    const read = new Map([[working.id, state]]);
    // Changed the moment after the first read, before anybody watches.
    state = failed;
    return Promise.resolve(read);
  });
  const stream = await service.follow(caller, working.id);
  const events = (await text(stream ?? Readable.from([]))).match(/^event: \w+|"status":"\w+"/gm);
  expect(events).toEqual([
    'event: progress',
    '"status":"PROCESSING"',
    'event: progress',
    '"status":"FAILED"',
    'event: done',
    '"status":"FAILED"',
  ]);
  service.stop();
});

it('a stream whose time is up ends without done, so that its client comes back and is checked again', async () => {
  const service = createService(() => Promise.resolve(new Map([[working.id, working]])), 5);
  const stream = await service.follow(caller, working.id);
  expect((await text(stream ?? Readable.from([]))).match(/^event: \w+/gm)).toEqual([
    'event: progress',
  ]);
  service.stop();
});

it('a stream asked for while the server stops ends at once', async () => {
  const service = createService(() => Promise.resolve(new Map([[working.id, working]])));
  service.stop();
  const stream = await service.follow(caller, working.id);
  expect((await text(stream ?? Readable.from([]))).match(/^event: \w+/gm)).toEqual([
    'event: progress',
  ]);
});
