import { MeetingSpeaker, newId, type Rows } from '@memo/entities';
import { carryNames, type GivenName, type Segment, type Speaker } from '@memo/transcript';
import { removeSpeakers } from './replace-speakers.sql.ts';

/**
 * Gives a meeting the speakers of another transcript, in place of those it has. Names and profiles stay with who spoke
 * then; a speaker that comes with one keeps it.
 * @param before the segments that the speakers of now are named in.
 */
export async function replaceSpeakers(
  owned: Rows,
  meetingId: string,
  before: readonly Segment[],
  transcript: { segments: readonly Segment[]; speakers: readonly (Speaker & Partial<GivenName>)[] },
): Promise<void> {
  const named = await owned.all(removeSpeakers, { meeting: meetingId });
  const given = carryNames({ segments: before, speakers: named }, transcript);
  await owned.insert(
    MeetingSpeaker,
    transcript.speakers.map((speaker) => {
      const has = speaker.name != null || speaker.profileId != null;
      const { name = null, profileId = null } = (has ? speaker : given.get(speaker.key)) ?? {};
      return { id: newId(), meetingId, ...speaker, name, profileId };
    }),
  );
}
