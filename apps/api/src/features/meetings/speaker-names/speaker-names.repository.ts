import { personOf } from '@memo/access';
import type { Database, MeetingStatus, Scope, Transaction } from '@memo/entities';
import type { MeetingReader } from '@memo/meetings';
import type { NamedSpeaker } from './plan-renames.ts';
import {
  findProfilesByName,
  lockMeeting,
  lockSpeakers,
  partSpeaker,
  saveNames,
  touchMeeting,
} from './speaker-names.sql.ts';

export interface SpeakerName {
  id: string;
  name: string | null;
  /** Given to a speaker who has none; null changes nothing. */
  profileId: string | null;
}

export interface SpeakerNamesRepository {
  /** Until the transaction ends nobody else names speakers of this meeting. Null when there is no such meeting. */
  lock(scope: Scope, tx: Transaction, meetingId: string): Promise<{ status: MeetingStatus } | null>;
  /** In order of first speaking; null when there is no transcript. */
  speakersOf(scope: Scope, tx: Transaction, meetingId: string): Promise<NamedSpeaker[] | null>;
  /** The profile of each name that is mapped to exactly one in the meetings that the scope's person sees. */
  profilesByName(
    scope: Scope,
    tx: Transaction,
    names: readonly string[],
  ): Promise<Map<string, string>>;
  save(scope: Scope, tx: Transaction, meetingId: string, names: SpeakerName[]): Promise<void>;
  /** Takes the name away, and leaves this profile. */
  part(
    scope: Scope,
    tx: Transaction,
    meetingId: string,
    speaker: Pick<SpeakerName, 'id' | 'profileId'>,
  ): Promise<void>;
}

export function createSpeakerNamesRepository(
  { rows }: Database,
  reader: Pick<MeetingReader, 'hold'>,
): SpeakerNamesRepository {
  return {
    lock: (scope, tx, id) => rows(scope, tx).first(lockMeeting, { id }),

    speakersOf: async (scope, tx, meetingId) => {
      // Locked in the order in which a new run of the meeting replaces them, so that none comes between.
      if (!(await reader.hold(scope, tx, meetingId))) return null;
      return rows(scope, tx).all(lockSpeakers, { meetingId });
    },

    profilesByName: async (scope, tx, names) => {
      const asked = { viewer: personOf(scope), names: [...names] };
      const found = await rows(scope, tx).all(findProfilesByName, asked);
      return new Map(found.map(({ name, profile }) => [name, profile]));
    },

    save: async (scope, tx, meetingId, names) => {
      const own = rows(scope, tx);
      await own.run(saveNames, {
        meetingId,
        ids: names.map(({ id }) => id),
        names: names.map(({ name }) => name),
        profiles: names.map(({ profileId }) => profileId),
      });
      await own.run(touchMeeting, { id: meetingId });
    },

    part: async (scope, tx, meetingId, { id, profileId }) => {
      const own = rows(scope, tx);
      await own.run(partSpeaker, { meetingId, id, profile: profileId });
      await own.run(touchMeeting, { id: meetingId });
    },
  };
}
