import type { Database, Scope, Transaction } from '@memo/entities';
import { findMeeting } from '@memo/meetings';
import { mapVoices, unmapVoices } from './mapping.sql.ts';

/** Voices of the workspace by the name they are displayed with. */
export interface NamedVoices {
  name: string;
  /** Null for all meetings. */
  meetingId: string | null;
}

export interface MappingChange {
  /** Meetings in which the name is displayed. */
  meetings: number;
  /** Those among them in which something changed. */
  changed: number;
}

export interface MappingRepository {
  map(
    scope: Scope,
    tx: Transaction,
    profileId: string,
    voices: NamedVoices,
  ): Promise<MappingChange>;
  /** Leaves voices alone that are mapped to another profile. */
  unmap(
    scope: Scope,
    tx: Transaction,
    profileId: string,
    voices: NamedVoices,
  ): Promise<MappingChange>;
  meetingIsVisible(scope: Scope, meetingId: string): Promise<boolean>;
}

const nothing: MappingChange = { meetings: 0, changed: 0 };

export function createMappingRepository({ rows }: Database): MappingRepository {
  return {
    map: async (scope, tx, profileId, voices) =>
      (await rows(scope, tx).first(mapVoices, { profileId, ...voices })) ?? nothing,
    unmap: async (scope, tx, profileId, voices) =>
      (await rows(scope, tx).first(unmapVoices, { profileId, ...voices })) ?? nothing,
    meetingIsVisible: async (scope, id) => (await rows(scope).first(findMeeting, { id })) !== null,
  };
}
