import { MeetingSpeaker, newId, type Meeting } from '@memo/entities';
import { buildMeeting, type UserScope } from '@memo/testing';
import { Transcript } from '@memo/entities/transcripts';
import type { EntityManager } from 'typeorm';

/** A meeting that has gone through every stage before `sync`; its first speaker has a name. */
export async function buildCompletedMeeting(
  manager: EntityManager,
  scope: UserScope,
  overrides: Partial<Meeting> = {},
): Promise<Meeting> {
  const meeting = await buildMeeting(manager, scope, {
    title: 'Q4 Sales Review',
    participants: ['Jane Smith', 'Kim'],
    status: 'COMPLETED',
    durationMs: 31_000,
    createdAt: new Date('2026-01-10T14:30:00Z'),
    completedAt: new Date('2026-01-10T14:33:20Z'),
    summary: 'The team discussed Q4.',
    keyPoints: [
      { text: 'Revenue rose by 25%.', segment_ids: [0] },
      { text: 'The launch went well.', segment_ids: [1] },
    ],
    actionItems: [{ task: 'Forecast', assigned_to: 'Kim', due_date: null, segment_ids: [1] }],
    analyticsStatus: 'COMPLETED',
    analyticsData: { words: 5 },
    ...overrides,
  });
  const owner = { workspaceId: scope.workspaceId, meetingId: meeting.id };
  const segments = [
    { id: 0, speakerKey: 'S1', text: 'Welcome.', startMs: 0, endMs: 15_250, words: [] },
    { id: 1, speakerKey: 'S2', text: 'Thank you.', startMs: 15_900, endMs: 30_100, words: [] },
  ];
  const source = { provider: 'offline', model: 'test' };
  await manager.insert(Transcript, { id: newId(), ...owner, segments, ...source });
  await manager.insert(MeetingSpeaker, [
    { id: newId(), ...owner, key: 'S1', label: 'Speaker1', name: 'Jane Smith', side: null },
    { id: newId(), ...owner, key: 'S2', label: 'Speaker2', name: null, side: null },
  ]);
  return meeting;
}
