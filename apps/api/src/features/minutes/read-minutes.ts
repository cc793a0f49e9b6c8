import type { Tenant, Transaction } from '@memo/entities';
import {
  meetingNotFound,
  type MeetingDetails,
  type MeetingReader,
  type MinutesRow,
  type MinutesStore,
} from '@memo/meetings';
import { tagOf } from '../../http/entity-tag.ts';
import { chosenOf, type Which } from './chosen.ts';
import type { WireMinutes } from './minutes.schemas.ts';
import { toMinutes, type Shown } from './wire.ts';

export interface ReadMinutes {
  body: WireMinutes;
  /** The version of the body, as a GET names it. */
  tag: string;
  minutes: MinutesRow;
  shown: Shown;
  details: MeetingDetails;
}

/**
 * Minutes with what they say.
 * @param tx under the hold of the meeting: then nobody changes them until it ends.
 * @throws AppError `not_found` for no meeting, and for minutes that it has not.
 */
export type ReadMinutesOf = (
  tenant: Tenant,
  which: Which,
  tx?: Transaction,
) => Promise<ReadMinutes>;

export interface ReadMinutesDeps {
  store: MinutesStore;
  reader: Pick<MeetingReader, 'shown'>;
}

export const createReadMinutes =
  ({ store, reader }: ReadMinutesDeps): ReadMinutesOf =>
  async (tenant, which, tx) => {
    const { meetingId } = which;
    const details = await reader.shown(tenant, meetingId, tx);
    if (details === null) throw meetingNotFound();
    const all = await store.list(tenant, meetingId, tx);
    const minutes = chosenOf(all, which);
    const { id: minutesId, shownVersion } = minutes;
    const of = { meetingId, minutesId, number: shownVersion ?? 0 };
    const shown = shownVersion === null ? null : await store.version(tenant, of, tx);
    const body = toMinutes(minutes, all, shown, details);
    return { body, tag: tagOf(Buffer.from(JSON.stringify(body))), minutes, shown, details };
  };
