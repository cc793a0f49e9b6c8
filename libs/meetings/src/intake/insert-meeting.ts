import { newId, type Meeting, type Rows } from '@memo/entities';
import { eventRow } from '@memo/journal';
import { traceParent } from '@memo/tracing';
import { makeMeeting } from './make-meeting.sql.ts';
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

/** Tells that it is there, too. @param own the rows of the workspace, in a transaction. */
export async function insertMeeting(
  own: Rows,
  { recordings, title, visibility = 'workspace', ...columns }: NewMeeting,
  expectedUntil: Date,
  duplicateOf: string | null,
): Promise<Inserted> {
  const meeting = { id: columns.id, generation: 1 };
  const rows = [...recordings]
    .sort((a, b) => a.side - b.side)
    .map((recording) => ({ id: newId(), ...toRow(recording, expectedUntil) }));
  const complete = rows.length > 0 && rows.every(({ state }) => state === 'stored');
  await own.run(makeMeeting, {
    ...columns,
    visibility,
    duplicateOf,
    title: title === '' ? untitled : title,
    titleGiven: title !== '',
    playbackKey: complete ? (rows[0]?.objectKey ?? null) : null,
    traceParent: traceParent(),
    recordings: rows,
    events: [eventRow({ kind: 'meeting.created' })],
  });
  return { meeting, recordings: rows.map(({ id, side }) => ({ id, side })), complete };
}

const bytesToCome = { objectKey: null, contentType: null, sizeBytes: null, sha256: null };

const toRow = (recording: NewRecording, expectedUntil: Date) =>
  recording.state === 'stored'
    ? { ...recording, expectedUntil: null }
    : { ...bytesToCome, ...recording, expectedUntil };
