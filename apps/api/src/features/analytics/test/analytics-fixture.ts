import {
  type ActionItem,
  type Meeting,
  MeetingSpeaker,
  newId,
  SpeakerProfile,
} from '@memo/entities';
import { buildMeeting } from '@memo/testing';
import type { MeetingMetrics } from '@memo/transcript';
import { startApi } from '../../../../test/api-fixture.ts';
import type { Place } from '../../../../test/person.ts';
import { buildMetrics, type MeasuredSpeaker } from './build-metrics.ts';

export type AnalyticsFixture = Awaited<ReturnType<typeof startAnalytics>>;
export type Person = Awaited<ReturnType<AnalyticsFixture['person']>>;

export interface Talker extends MeasuredSpeaker {
  name?: string;
  profileId?: string;
}

/** The API, with people whose meetings have been measured. */
export async function startAnalytics() {
  const fixture = await startApi();
  const { manager } = fixture.dataSource;

  return {
    ...fixture,

    person: async (place?: Place) => {
      const person = await fixture.person(place);
      const { scope, authorization } = person;
      const { workspaceId, userId } = scope;
      return {
        ...person,
        get: (path: string, prefix = '/api/v1/mobile') =>
          fixture.api.get(prefix + path).set('authorization', authorization),
        /** A finished meeting, as the pipeline leaves it. */
        meeting: async (talkers: Talker[], columns: Partial<Meeting> = {}): Promise<Meeting> => {
          const metrics: MeetingMetrics = buildMetrics(talkers, columns.durationMs ?? 60_000);
          const meeting = await buildMeeting(manager, scope, {
            status: 'COMPLETED',
            analyticsStatus: 'COMPLETED',
            analyticsData: { ...metrics },
            durationMs: metrics.duration_ms,
            ...columns,
          });
          await manager.insert(
            MeetingSpeaker,
            talkers.map(({ name = null, profileId = null }, index) => ({
              id: newId(),
              workspaceId,
              meetingId: meeting.id,
              key: `S${index + 1}`,
              label: `Speaker${index + 1}`,
              name,
              side: null,
              profileId,
            })),
          );
          return meeting;
        },
        profile: async (firstName: string): Promise<string> => {
          const id = newId();
          const names = { firstName, lastName: 'Doe', company: 'Acme Corp' };
          await manager.insert(SpeakerProfile, { id, workspaceId, userId, ...names });
          return id;
        },
      };
    },
  };
}

/** What these people were given to do; null is nobody. */
export const tasksFor = (...owners: (string | null)[]): ActionItem[] =>
  owners.map((assigned_to) => ({
    task: 'Write it down',
    assigned_to,
    due_date: null,
    segment_ids: [0],
  }));
