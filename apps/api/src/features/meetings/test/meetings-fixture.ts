import { MeetingSpeaker, newId, SpeakerProfile, type Meeting } from '@memo/entities';
import {
  buildMeeting,
  buildPartialTranscript,
  buildTranscript,
  type UserScope,
} from '@memo/testing';
import type { Coverage } from '@memo/transcript';
import type { DataSource } from 'typeorm';
import { auditRows } from '../../../../test/audit-rows.ts';
import { startApi } from '../../../../test/api-fixture.ts';
import type { Place } from '../../../../test/person.ts';
import type { ListedMeeting, WireMeetingList } from '../list/list.schemas.ts';

export const meetings = '/api/v1/mobile/meetings';

/** The list as it is shown unless a view is asked for. */
type FullList = Omit<WireMeetingList, 'data'> & { data: ListedMeeting[] };

export type MeetingsFixture = Awaited<ReturnType<typeof startMeetings>>;
export type Person = Awaited<ReturnType<MeetingsFixture['person']>>;

/** The API, with people who have meetings. */
export async function startMeetings() {
  const fixture = await startApi();
  const { dataSource } = fixture;

  return {
    ...fixture,

    person: async (place?: Place) => {
      const person = await fixture.person(place);
      const { scope, authorization } = person;
      const send = (
        method: 'get' | 'post' | 'put' | 'patch' | 'delete',
        path: string,
        body?: object,
      ) =>
        fixture.api[method](meetings + path)
          .set('authorization', authorization)
          .send(body);
      return {
        ...person,
        ...meetingsOf(dataSource, scope),
        send,
        /** What the list answers to a query. */
        list: async (query: Readonly<Record<string, string | number>> = {}) => {
          const answer = await send('get', '/').query(query).expect(200);
          return answer.body as FullList;
        },
        /** The titles it answers. */
        titles: async (query: Readonly<Record<string, string | number>> = {}) => {
          const answer = await send('get', '/').query(query).expect(200);
          return (answer.body as WireMeetingList).data.map(({ title }) => title);
        },
        audited: async () => {
          const events = await auditRows(dataSource, { workspaceId: scope.workspaceId });
          const ofMeetings = events.filter(({ action }) => action.startsWith('meeting.'));
          return ofMeetings.map(({ action, subject, details }) => ({ action, subject, details }));
        },
      };
    },
  };
}

/** Rows as the workers would leave them. */
function meetingsOf({ manager }: DataSource, scope: UserScope) {
  const { workspaceId, userId } = scope;
  const addTranscript = (meetingId: string, texts: string[], coverage: Coverage | null = null) =>
    buildTranscript(manager, scope, meetingId, texts, { coverage });

  return {
    addTranscript,
    addPartial: (
      meetingId: string,
      texts: string[],
      columns: Parameters<typeof buildPartialTranscript>[4] = {},
    ) => buildPartialTranscript(manager, scope, meetingId, texts, columns),
    add: (columns: Partial<Meeting> = {}) => buildMeeting(manager, scope, columns),
    /** A meeting in which Speaker1, Speaker2 … say one sentence each. */
    addSpoken: async (speakers: number) => {
      const { id } = await buildMeeting(manager, scope, { status: 'COMPLETED' });
      const numbers = Array.from({ length: speakers }, (_, index) => index + 1);
      await addTranscript(
        id,
        numbers.map((number) => `Sentence ${number}.`),
      );
      for (const number of numbers) {
        await manager.insert(MeetingSpeaker, {
          id: newId(),
          workspaceId,
          meetingId: id,
          key: `S${number}`,
          label: `Speaker${number}`,
        });
      }
      return id;
    },
    addProfile: async () => {
      const profile = { id: newId(), workspaceId, userId, firstName: 'John', lastName: 'Doe' };
      await manager.insert(SpeakerProfile, profile);
      return profile.id;
    },
    speakersOf: (meetingId: string) =>
      manager.find(MeetingSpeaker, { where: { meetingId }, order: { label: 'ASC' } }),
  };
}
