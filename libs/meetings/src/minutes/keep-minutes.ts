import {
  newId,
  type ActionItem,
  type KeyPoint,
  type RowOfStatement,
  type Rows,
} from '@memo/entities';
import { countEdit, endMaking, findAsked, writeNote } from './made.sql.ts';
import { adoptNote, insertVersion, lockNote, showActionItems, showVersion } from './minutes.sql.ts';

/** How minutes are to be made, and what there is of them. */
export type AskedMinutes = RowOfStatement<typeof findAsked>;

/** A note as a machine wrote it. */
export interface MadeNote {
  summary: string;
  summaryPoints: KeyPoint[];
  keyPoints: KeyPoint[];
  actionItems: ActionItem[];
  unsupportedPoints: number;
}

/** Null for minutes that are gone with their meeting. */
export const askedMinutes = (
  rows: Rows,
  meeting: string,
  number: number,
): Promise<AskedMinutes | null> => rows.first(findAsked, { meeting, number });

/**
 * Keeps what a machine made of minutes as their newest version. It is shown unless a person wrote what is shown, and has not said
 * that it may be replaced. Of the first minutes the rows of action items are merged with what was found.
 */
export async function keepMinutes(
  rows: Rows,
  meeting: string,
  number: number,
  note: MadeNote,
): Promise<void> {
  if ((await rows.first(lockNote, { meeting })) === null) return;
  await rows.first(adoptNote, { meeting });
  const asked = await askedMinutes(rows, meeting, number);
  if (asked === null) return;
  const { id: minutes, isEdited, replaceEdits } = asked;
  if (number === 1) {
    await rows.run(writeNote, { meeting, ...note });
    await rows.run(countEdit, { meeting });
  } else {
    const own = { ...note, authorId: null, restoredFrom: null, restoredBy: null };
    const made = await rows.first(insertVersion, { id: newId(), minutes, ...own });
    if (made !== null && (!isEdited || replaceEdits)) {
      await rows.run(showVersion, { minutes, number: made.number });
    }
  }
  await rows.run(endMaking, { minutes });
}

/** Under the hold: shows the action items in the note as their rows are now. */
export async function showItems(rows: Rows, meeting: string): Promise<void> {
  await rows.run(showActionItems, { meeting });
}

/** Holds the note of a meeting, and sees to it that it has minutes; null for no meeting. */
export async function holdNote(
  rows: Rows,
  meeting: string,
): Promise<RowOfStatement<typeof lockNote> | null> {
  const held = await rows.first(lockNote, { meeting });
  if (held !== null) await rows.first(adoptNote, { meeting });
  return held;
}
