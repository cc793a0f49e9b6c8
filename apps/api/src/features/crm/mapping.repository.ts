import { personOf } from '@memo/access';
import type { Database, Scope, Transaction } from '@memo/entities';
import { findSeenMeeting } from '@memo/meetings';
import { mapSpeakers, unmapSpeakers } from './mapping.sql.ts';

/** Speakers of the meetings that the scope's person sees, by the name they are displayed with. */
export interface NamedSpeakers {
  name: string;
  /** Null for all meetings. */
  meetingId: string | null;
}

export interface MappingChange {
  /** Meetings in which the name is displayed. */
  meetings: number;
  /** Those among them in which it is a label, such as `Speaker1`, because nobody gave a name. */
  labelled: number;
  /** Those among them in which something changed. */
  changed: number;
}

export interface MappingRepository {
  map(
    scope: Scope,
    tx: Transaction,
    profileId: string,
    speakers: NamedSpeakers,
  ): Promise<MappingChange>;
  /** Leaves speakers alone that are mapped to another profile. */
  unmap(
    scope: Scope,
    tx: Transaction,
    profileId: string,
    speakers: NamedSpeakers,
  ): Promise<MappingChange>;
  meetingIsVisible(scope: Scope, meetingId: string): Promise<boolean>;
}

const nothing: MappingChange = { meetings: 0, labelled: 0, changed: 0 };

export function createMappingRepository({ rows }: Database): MappingRepository {
  return {
    map: async (scope, tx, profileId, speakers) =>
      (await rows(scope, tx).first(mapSpeakers, asked(scope, profileId, speakers))) ?? nothing,
    unmap: async (scope, tx, profileId, speakers) =>
      (await rows(scope, tx).first(unmapSpeakers, asked(scope, profileId, speakers))) ?? nothing,
    meetingIsVisible: async (scope, id) =>
      (await rows(scope).first(findSeenMeeting, { viewer: personOf(scope), id })) !== null,
  };
}

const asked = (scope: Scope, profileId: string, speakers: NamedSpeakers) => ({
  viewer: personOf(scope),
  profileId,
  ...speakers,
});
