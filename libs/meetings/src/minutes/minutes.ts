import { newId, type Database, type Rows, type Tenant, type Transaction } from '@memo/entities';
import { holdNote } from './keep-minutes.ts';
import {
  adoptNote,
  askAgain,
  findVersion,
  insertMinutes,
  insertVersion,
  listMinutes,
  listVersions,
  showNote,
  showVersion,
  type ContentRow,
  type MinutesRow,
  type VersionRow,
} from './minutes.sql.ts';

export type { ContentRow, MinutesRow, VersionRow };

/** How minutes are to be made. */
export interface MinutesSettings {
  templateId: string | null;
  language: string | null;
  audience: string | null;
}

export interface NewVersion extends ContentRow {
  /** Null for the machine's words. */
  authorId: number | null;
  restoredFrom: number | null;
  restoredBy: number | null;
}

interface OfMinutes {
  meetingId: string;
  minutesId: string;
}

/** The minutes of meetings, as people read and write them. */
export interface MinutesStore {
  /** The first one first. Those of a note from before there were minutes are made now. */
  list(tenant: Tenant, meetingId: string, tx?: Transaction): Promise<MinutesRow[]>;
  /** The newest first. */
  versions(tenant: Tenant, of: OfMinutes): Promise<VersionRow[]>;
  version(
    tenant: Tenant,
    of: OfMinutes & { number: number },
    tx?: Transaction,
  ): Promise<(VersionRow & ContentRow) | null>;
  /** Nobody else writes minutes of the meeting until the transaction ends. Null for no meeting. */
  hold(tenant: Tenant, tx: Transaction, meetingId: string): ReturnType<typeof holdNote>;
  /** Under the hold. @returns the id of new minutes, with nothing in them yet. */
  add(
    tenant: Tenant,
    tx: Transaction,
    minutes: MinutesSettings & { meetingId: string; number: number; createdBy: number | null },
  ): Promise<string>;
  /** Under the hold: they are being made. */
  askAgain(
    tenant: Tenant,
    tx: Transaction,
    minutes: MinutesSettings & { minutesId: string; replaceEdits: boolean },
  ): Promise<void>;
  /** Under the hold: adds a version and shows it; that of the first minutes as the note of the meeting. */
  write(
    tenant: Tenant,
    tx: Transaction,
    of: OfMinutes & { number: number },
    version: NewVersion,
  ): Promise<void>;
}

export function createMinutesStore({ rows }: Pick<Database, 'rows'>): MinutesStore {
  const all = (owned: Rows, meeting: string) => owned.all(listMinutes, { meeting });
  return {
    list: async (tenant, meeting, tx) => {
      const owned = rows(tenant, tx);
      const found = await all(owned, meeting);
      if (found.some(({ number }) => number === 1)) return found;
      await owned.first(adoptNote, { meeting });
      // Read anew also where another request made them.
      return all(owned, meeting);
    },
    versions: (tenant, { meetingId: meeting, minutesId: minutes }) =>
      rows(tenant).all(listVersions, { meeting, minutes }),
    version: (tenant, { meetingId: meeting, minutesId: minutes, number }, tx) =>
      rows(tenant, tx).first(findVersion, { meeting, minutes, number }),
    hold: (tenant, tx, meeting) => holdNote(rows(tenant, tx), meeting),
    add: async (tenant, tx, { meetingId: meeting, ...minutes }) => {
      const id = newId();
      await rows(tenant, tx).run(insertMinutes, { id, meeting, ...minutes });
      return id;
    },
    askAgain: async (tenant, tx, { minutesId: minutes, ...how }) => {
      await rows(tenant, tx).run(askAgain, { minutes, ...how });
    },
    write: async (tenant, tx, { meetingId: meeting, minutesId: minutes, number }, version) => {
      const owned = rows(tenant, tx);
      const values = { id: newId(), minutes, actionItems: null, ...version };
      const written = await owned.first(insertVersion, values);
      if (written === null) return;
      await owned.run(showVersion, { minutes, number: written.number });
      if (number === 1) await owned.run(showNote, { meeting, ...version });
    },
  };
}
