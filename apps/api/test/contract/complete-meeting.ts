import { AiCall, MeetingSpeaker, newId, type Tenant } from '@memo/entities';
import { Transcript } from '@memo/entities/transcripts';
import type { MeetingMetrics } from '@memo/transcript';
import type { EntityManager } from 'typeorm';

/** In everything the owner has: another user who gets to see it has seen what is not theirs. */
export const marker = 'aardvark';

/** The same among numbers: how long the owner's meetings are together. */
export const markedHours = 555.55;

const speakerMetrics = (number: number) => ({
  key: `S${number}`,
  label: `Speaker${number}`,
  talk_time_ms: 900,
  talk_share: 0.5,
  words: 2,
  words_per_minute: 133.3,
  turns: 1,
  longest_monologue_ms: 900,
  questions: 0,
});

const metrics: MeetingMetrics = {
  duration_ms: 2_000,
  speech_ms: 1_800,
  silence_ms: 200,
  silence_share: 0.1,
  overlap_ms: 0,
  words: 4,
  turns: 2,
  speakers: [speakerMetrics(1), speakerMetrics(2)],
  activity: [{ minute: 0, speech_ms: 1_800, speakers: { S1: 900, S2: 900 } }],
};

/**
 * Makes an uploaded meeting as its stages leave it, with the marker in all that is kept of it.
 * @param profileId of the second of its two speakers.
 * @param mark what stands everywhere in it, in place of the marker.
 */
export async function completeMeeting(
  manager: EntityManager,
  { workspaceId }: Tenant,
  meetingId: string,
  profileId: string | null,
  mark = marker,
): Promise<void> {
  const owned = { workspaceId, meetingId };
  await manager.query('DELETE FROM stage_runs WHERE meeting_id = $1', [meetingId]);
  await manager.query(
    `UPDATE meetings SET status = 'COMPLETED', analytics_status = 'COMPLETED', dashboard_status = 'NOT_CONFIGURED',
       summary = $2, analytics_data = $3, action_items = $4, duration_ms = $5 WHERE id = $1`,
    [
      meetingId,
      `All about the ${mark}.`,
      JSON.stringify(metrics),
      JSON.stringify([{ task: 'Feed it', assigned_to: mark, due_date: null, segment_ids: [0] }]),
      Math.round(markedHours * 3_600_000),
    ],
  );
  const speaker = { ...owned, side: null };
  await manager.insert(MeetingSpeaker, [
    { ...speaker, id: newId(), key: 'S1', label: 'Speaker1' },
    { ...speaker, id: newId(), key: 'S2', label: 'Speaker2', name: `An ${mark}`, profileId },
  ]);
  await manager.insert(Transcript, {
    id: newId(),
    ...owned,
    segments: [{ id: 0, speakerKey: 'S1', text: `An ${mark}.`, startMs: 0, endMs: 900, words: [] }],
    provider: 'offline',
    model: 'pocketsphinx',
  });
  const call = { answerHash: 'a', provider: 'gemini', model: `${marker}-1`, costMicroUsd: 9 };
  await manager.insert(AiCall, { id: newId(), ...owned, ...call, stage: 'transcribe' });
}
