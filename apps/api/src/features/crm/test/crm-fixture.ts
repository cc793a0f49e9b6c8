import { MeetingSpeaker, newId, type Meeting } from '@memo/entities';
import { buildMeeting, type UserScope } from '@memo/testing';
import { startApi } from '../../../../test/api-fixture.ts';
import type { Place } from '../../../../test/person.ts';
import type { WireProfile } from '../profiles.schemas.ts';
import type { SpeakerList } from '../speakers.schemas.ts';

export const crm = '/api/v1/crm';

export type CrmFixture = Awaited<ReturnType<typeof startCrm>>;
export type Person = Awaited<ReturnType<CrmFixture['person']>>;

interface SpokenMeeting extends Partial<Meeting> {
  /** A speaker each: its name, or its label where it is called Speaker1, Speaker2 … */
  speakers: string[];
}

/** The API, with people who have meetings in which somebody speaks. */
export async function startCrm() {
  const fixture = await startApi();
  const { manager } = fixture.dataSource;

  async function spokenMeeting(scope: UserScope, { speakers, ...columns }: SpokenMeeting) {
    const meeting = await buildMeeting(manager, scope, { status: 'COMPLETED', ...columns });
    await manager.insert(
      MeetingSpeaker,
      speakers.map((name, index) => ({
        id: newId(),
        workspaceId: scope.workspaceId,
        meetingId: meeting.id,
        key: `S${index + 1}`,
        label: `Speaker${index + 1}`,
        name: /^Speaker\d+$/.test(name) ? null : name,
        side: null,
        profileId: null,
      })),
    );
    return meeting;
  }

  return {
    ...fixture,

    person: async (place?: Place) => {
      const person = await fixture.person(place);
      const { scope, authorization } = person;
      const send = (method: 'get' | 'post' | 'put' | 'delete', path: string, body?: object) =>
        fixture.api[method](crm + path)
          .set('authorization', authorization)
          .send(body);
      return {
        ...person,
        send,
        /** A meeting with these speakers. */
        meeting: (speakers: string[], columns: Partial<Meeting> = {}) =>
          spokenMeeting(scope, { speakers, ...columns }),
        profile: async (fields: object = {}) => {
          const body = { first_name: 'John', last_name: 'Doe', ...fields };
          return (await send('post', '/speaker-profiles', body).expect(201)).body as WireProfile;
        },
        map: (profileId: string, body: object) =>
          send('post', `/speaker-profiles/${profileId}/map`, body),
        unmap: (profileId: string, body: object) =>
          send('post', `/speaker-profiles/${profileId}/unmap`, body),
        /** Name, meetings and the person behind each speaker. */
        speakers: async () => {
          const answer = await send('get', '/speakers').expect(200);
          return (answer.body as SpeakerList).speakers.map(
            ({ speaker_name, meeting_count, profile }) => [
              speaker_name,
              meeting_count,
              profile?.full_name ?? null,
            ],
          );
        },
      };
    },
  };
}
