import type { Scope, Transact, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import { meetingNotFound } from '@memo/meetings';
import type { MappingChange, MappingRepository, NamedSpeakers } from './mapping.repository.ts';
import type { Mapped, Mapping, Unmapped } from './mapping.schemas.ts';
import type { ProfilesRepository } from './profiles.repository.ts';
import { profileNotFound, toProfile } from './profiles.service.ts';

/**
 * Says who a speaker is. Both throw AppError `not_found` for a profile, a meeting or a speaker that is not there.
 * Doing either again changes nothing more.
 */
export interface MappingService {
  /** A speaker who was mapped to another profile moves to this one. */
  map(scope: Scope, profileId: string, mapping: Mapping): Promise<Mapped>;
  unmap(scope: Scope, profileId: string, mapping: Mapping): Promise<Unmapped>;
}

export interface MappingDeps {
  profiles: ProfilesRepository;
  mappings: MappingRepository;
  transact: Transact;
  audit: AuditLog;
}

export function createMappingService(deps: MappingDeps): MappingService {
  const { profiles, mappings, transact, audit } = deps;

  function change(
    scope: Scope,
    profileId: string,
    { speaker_name: name, meeting_id: meetingId = null }: Mapping,
    action: 'profile.mapped' | 'profile.unmapped',
    apply: (tx: Transaction, speakers: NamedSpeakers) => Promise<MappingChange>,
  ) {
    return transact(async (tx) => {
      const profile = await profiles.hold(scope, tx, profileId);
      if (profile === null) throw profileNotFound();
      const { meetings, changed } = await apply(tx, { name, meetingId });
      if (meetings === 0) throw await nobody(scope, name, meetingId);
      if (changed > 0) {
        const details = { meetings: changed, meeting_id: meetingId };
        await audit.record(scope, tx, { action, subject: profileId, details });
      }
      return { profile: toProfile(profile), meetings, changed };
    });
  }

  async function nobody(scope: Scope, name: string, meetingId: string | null): Promise<AppError> {
    if (meetingId === null) return speakerNotFound(name, 'in any of your meetings');
    return (await mappings.meetingIsVisible(scope, meetingId))
      ? speakerNotFound(name, 'in this meeting')
      : meetingNotFound();
  }

  return {
    map: async (scope, profileId, mapping) => {
      const { profile, meetings } = await change(
        scope,
        profileId,
        mapping,
        'profile.mapped',
        (tx, speakers) => mappings.map(scope, tx, profileId, speakers),
      );
      return { profile, speaker_name: mapping.speaker_name, mapped_meetings: meetings };
    },

    unmap: async (scope, profileId, mapping) => {
      const { profile, changed } = await change(
        scope,
        profileId,
        mapping,
        'profile.unmapped',
        (tx, speakers) => mappings.unmap(scope, tx, profileId, speakers),
      );
      return { profile, speaker_name: mapping.speaker_name, unmapped_meetings: changed };
    },
  };
}

const speakerNotFound = (name: string, where: string): AppError =>
  new AppError(
    'not_found',
    `No speaker is called "${name}" ${where}. Use a name as GET /crm/speakers shows it.`,
  );
