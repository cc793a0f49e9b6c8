import type { Scope, Transact, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog } from '@memo/journal';
import { meetingNotFound } from '@memo/meetings';
import type { MappingChange, MappingRepository, NamedSpeakers } from './mapping.repository.ts';
import type { Mapped, Mapping, Unmapped, Unmapping } from './mapping.schemas.ts';
import type { ProfilesRepository } from './profiles.repository.ts';
import { profileNotFound, toProfile } from './profiles.service.ts';

/**
 * Says who a speaker is. Both throw AppError `not_found` for a profile, a meeting or a speaker that is not there.
 * Doing either again changes nothing more.
 */
export interface MappingService {
  /**
   * A speaker who was mapped to another profile moves to this one.
   * @throws AppError `conflict` for a label that several meetings have, where it is not said which are meant.
   */
  map(scope: Scope, profileId: string, mapping: Mapping): Promise<Mapped>;
  unmap(scope: Scope, profileId: string, mapping: Unmapping): Promise<Unmapped>;
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
    { speaker_name: name, meeting_id: meetingId = null }: Unmapping,
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
        async (tx, speakers) => {
          const made = await mappings.map(scope, tx, profileId, speakers);
          // A label is somebody else in each meeting. What was mapped goes with the transaction.
          if (made.labelled > 1 && mapping.all_meetings !== true) {
            throw labelInSeveral(mapping.speaker_name, made.labelled);
          }
          return made;
        },
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

export const labelInSeveral = (label: string, meetings: number): AppError =>
  new AppError(
    'conflict',
    `"${label}" is a label that nobody chose, and ${meetings} meetings have it: it is not one person. Say which is meant with meeting_id, give the speaker a name first, or send all_meetings: true.`,
    { code: 'label_in_several_meetings' },
  );

const speakerNotFound = (name: string, where: string): AppError =>
  new AppError(
    'not_found',
    `No speaker is called "${name}" ${where}. Use a name as GET /crm/speakers shows it.`,
  );
