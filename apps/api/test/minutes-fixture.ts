import { MeetingSpeaker, newId, StageRun, type Meeting, type Tenant } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import { keepMinutes } from '@memo/meetings';
import { buildMeeting, buildTranscript } from '@memo/testing';
import { startApi } from './api-fixture.ts';
import type { Place } from './person.ts';
import type { WireMinutes } from '../src/features/minutes/minutes.schemas.ts';

export type MinutesFixture = Awaited<ReturnType<typeof startMinutes>>;
export type Person = Awaited<ReturnType<MinutesFixture['person']>>;

const said = ['Speaker1 will send the offer on Friday.', 'Good, and I book a room.'];

const offer = {
  text: 'Speaker1 sends the offer.',
  segment_ids: [0],
  quote: 'send the offer',
  support: 'supported' as const,
};
const room = { text: 'A room is booked.', segment_ids: [1], quote: 'book a room' };

/** The note of a meeting, as its stage leaves it. */
export const note = {
  summary: `${offer.text} ${room.text}`,
  summaryPoints: [offer, room],
  keyPoints: [offer],
  actionItems: [
    { task: 'Send the offer', assigned_to: 'Speaker1', due_date: 'Friday', ...evidenceOf(offer) },
    { task: 'Book a room', assigned_to: null, due_date: null, ...evidenceOf(room) },
  ],
  unsupportedPoints: 0,
};

function evidenceOf({ segment_ids, quote }: Pick<typeof offer, 'segment_ids' | 'quote'>) {
  return { segment_ids, quote };
}

/** The API, with people who have meetings with a note. */
export async function startMinutes(settings: Readonly<Record<string, string>> = {}) {
  const fixture = await startApi(settings);
  const { dataSource } = fixture;
  const { manager } = dataSource;
  const database = createDatabase(dataSource);

  return {
    ...fixture,
    /** What a worker leaves of a run. */
    made: (tenant: Tenant, meetingId: string, number: number, columns: Partial<typeof note> = {}) =>
      createTransact(dataSource)((tx) =>
        keepMinutes(database.rows(tenant, tx), meetingId, number, { ...note, ...columns }),
      ),
    runsOf: (meetingId: string) =>
      manager.find(StageRun, { where: { meetingId }, order: { stage: 'ASC', part: 'ASC' } }),
    person: async (place?: Place) => {
      const person = await fixture.person(place);
      const { scope, authorization } = person;
      const send = (
        method: 'get' | 'post' | 'patch' | 'delete',
        path: string,
        body?: object,
        headers: Readonly<Record<string, string>> = {},
      ) =>
        fixture.api[method](path.startsWith('/api') ? path : `/api/v1/mobile${path}`)
          .set({ authorization, ...headers })
          .send(body);
      return {
        ...person,
        send,
        read: async (meetingId: string, query = '') => {
          const answer = await send('get', `/transcription/meetings/${meetingId}/minutes/${query}`);
          return answer.body as WireMinutes;
        },
        /** A meeting with this note, in which two speak. */
        noted: async (columns: Partial<Meeting> = {}) => {
          const { id } = await buildMeeting(manager, scope, {
            ...{ title: 'The offer', status: 'COMPLETED', analyticsStatus: 'COMPLETED' },
            ...{ dashboardStatus: 'DELIVERED' },
            ...note,
            ...columns,
          });
          await buildTranscript(manager, scope, id, said);
          for (const [number, name] of ['Ann', null].entries()) {
            const key = { key: `S${number + 1}`, label: `Speaker${number + 1}`, name };
            const owner = { workspaceId: scope.workspaceId, meetingId: id };
            await manager.insert(MeetingSpeaker, { id: newId(), ...owner, ...key });
          }
          return id;
        },
      };
    },
  };
}
