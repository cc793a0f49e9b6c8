import {
  type ActionItem,
  type Meeting,
  MeetingSpeaker,
  newId,
  SpeakerProfile,
  User,
  WorkspaceMember,
} from '@memo/entities';
import { buildMeeting, buildScope } from '@memo/testing';
import type { MeetingMetrics } from '@memo/transcript';
import { startApi } from '../../../../test/api-fixture.ts';
import { buildMetrics, type MeasuredSpeaker } from './build-metrics.ts';

export type AnalyticsFixture = Awaited<ReturnType<typeof startAnalytics>>;
export type Person = Awaited<ReturnType<AnalyticsFixture['signUp']>>;

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

    /** Somebody new, with what they can do. */
    signUp: async () => {
      const { user, authorization } = await fixture.register();
      const { workspaceId, role } = await manager.findOneByOrFail(WorkspaceMember, {
        userId: user.id,
      });
      const scope = buildScope({ workspaceId, userId: user.id, role });
      return {
        scope,
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
          await manager.insert(SpeakerProfile, { id, workspaceId, userId: user.id, ...names });
          return id;
        },
        /** Someone else who works here. */
        colleague: async (): Promise<number> => {
          const inserted = await manager.insert(User, {
            email: `${newId()}@example.com`,
            name: 'Kim',
          });
          const userId = (inserted.identifiers[0] as { id: number }).id;
          await manager.insert(WorkspaceMember, { workspaceId, userId, role: 'MEMBER' });
          return userId;
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
