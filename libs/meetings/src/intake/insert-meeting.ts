import { Meeting, newId, Recording, type Rows } from '@memo/entities';
import type { NewMeeting, NewRecording } from './new-meeting.ts';

/** What a meeting is listed under until its note gives it a title. */
export const untitled = 'Untitled meeting';

/** A recording of a meeting that has just been made. */
export interface InsertedRecording {
  id: string;
  side: number;
}

export interface Inserted {
  meeting: Pick<Meeting, 'id' | 'generation'>;
  recordings: InsertedRecording[];
  /** Whether all its bytes are there. */
  complete: boolean;
}

/** @param own the rows of the workspace, in a transaction. */
export async function insertMeeting(
  own: Rows,
  { recordings, title, ...columns }: NewMeeting,
  expectedUntil: Date,
  duplicateOf: string | null,
): Promise<Inserted> {
  const meeting = { id: columns.id, generation: 1 };
  const rows = [...recordings]
    .sort((a, b) => a.side - b.side)
    .map((recording) => ({
      id: newId(),
      meetingId: meeting.id,
      ...toColumns(recording, expectedUntil),
    }));
  const complete = rows.every(({ state }) => state === 'stored');
  await own.insert(Meeting, {
    ...columns,
    ...meeting,
    duplicateOf,
    title: title === '' ? untitled : title,
    titleGiven: title !== '',
    descriptionGiven: columns.description !== null,
    playbackKey: complete ? (rows[0]?.objectKey ?? null) : null,
  });
  await own.insert(Recording, rows);
  return { meeting, recordings: rows.map(({ id, side }) => ({ id, side })), complete };
}

const toColumns = (recording: NewRecording, expectedUntil: Date) =>
  recording.state === 'stored' ? recording : { ...recording, objectKey: null, expectedUntil };
