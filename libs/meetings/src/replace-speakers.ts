import { MeetingSpeaker, newId, type Rows } from '@memo/entities';
import { carryNames, type GivenName, type Segment, type Speaker } from '@memo/transcript';
import { removeSpeakers } from './replace-speakers.sql.ts';

export interface SpeakerRow extends Speaker, GivenName {
  id: string;
}

/** A transcript with its speakers; some may come with the name they had. */
interface Spoken {
  segments: readonly Segment[];
  speakers: readonly (Speaker & Partial<GivenName>)[];
}

/**
 * Gives a meeting the speakers of another transcript, in place of those it has.
 * @param before the segments that the speakers of now are named in.
 */
export async function replaceSpeakers(
  owned: Rows,
  meetingId: string,
  before: readonly Segment[],
  transcript: Spoken,
): Promise<void> {
  const named = await owned.all(removeSpeakers, { meeting: meetingId });
  const speakers = speakersAfter({ segments: before, speakers: named }, transcript);
  await owned.insert(
    MeetingSpeaker,
    speakers.map((speaker) => ({ meetingId, ...speaker })),
  );
}

/**
 * The speakers of a transcript that takes the place of another. Names and profiles stay with who spoke then; a speaker
 * that comes with one keeps it, and nobody else gets the same: where an engine heard one person and there were two, the
 * other one was not given that name by anybody.
 */
export function speakersAfter(
  before: Parameters<typeof carryNames>[0],
  transcript: Spoken,
): SpeakerRow[] {
  const given = carryNames(before, transcript);
  const isNamed = ({ name, profileId }: Partial<GivenName>) => name != null || profileId != null;
  const has = transcript.speakers.filter(isNamed);
  const isTaken = ({ name, profileId }: GivenName) =>
    has.some((one) => (one.name ?? null) === name && (one.profileId ?? null) === profileId);
  return transcript.speakers.map((speaker) => {
    const carried = given.get(speaker.key);
    const free = carried === undefined || isTaken(carried) ? {} : carried;
    const { name = null, profileId = null }: Partial<GivenName> = isNamed(speaker) ? speaker : free;
    const { key, label, side } = speaker;
    return { id: newId(), key, label, side, name, profileId };
  });
}
