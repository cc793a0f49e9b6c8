import type { Scope, Transact } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog, RecordEvent } from '@memo/journal';
import { InvalidInput } from '../../../http/validate.ts';
import { meetingNotFound } from '@memo/meetings';
import { listSpeakers, planRenames, type NamedSpeaker, type Rename } from './plan-renames.ts';
import type { SpeakerNamesRepository } from './speaker-names.repository.ts';

export interface SpeakerNamesService {
  /**
   * Gives speakers other names, all of them or none.
   * @throws AppError `not_found` for a meeting or a speaker that is not there.
   * @throws InvalidInput when one speaker is to get two names.
   */
  rename(scope: Scope, meetingId: string, renames: readonly Rename[]): Promise<void>;
}

export interface SpeakerNamesDeps {
  repository: SpeakerNamesRepository;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

/** What is answered before there is a transcript. */
export const noTranscript =
  'This meeting has no transcript yet, so it has no speakers to name. Try again once there is one.';

export function createSpeakerNamesService(deps: SpeakerNamesDeps): SpeakerNamesService {
  const { repository, transact, audit, recordEvent } = deps;
  return {
    rename: async (scope, meetingId, renames) => {
      await transact(async (tx) => {
        if (!(await repository.lock(scope, tx, meetingId))) throw meetingNotFound();
        const speakers = await repository.speakersOf(scope, tx, meetingId);
        if (speakers === null) throw new AppError('not_found', noTranscript);
        const { names, unknown, contradicting } = planRenames(speakers, renames);
        if (unknown.length > 0) throw speakersNotFound(unknown, speakers);
        if (contradicting.length > 0) throw twoNames(contradicting);

        const given = names.flatMap(({ name }) => name ?? []);
        const profiles = await repository.profilesByName(scope, tx, given);
        const saved = names.map(({ speaker, name }) => ({
          id: speaker.id,
          name,
          profileId: name === null ? null : (profiles.get(name) ?? null),
        }));
        await repository.save(scope, tx, meetingId, saved);
        const { workspaceId } = scope;
        const fields = ['speakers'] as const;
        await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields });
        await audit.record(scope, tx, {
          action: 'meeting.speakers_renamed',
          subject: meetingId,
          details: { speakers: names.length },
        });
      });
    },
  };
}

function speakersNotFound(unknown: string[], speakers: NamedSpeaker[]): AppError {
  const missing = unknown.map((name) => `"${name}"`).join(', ');
  const known =
    speakers.length === 0 ? 'Nobody speaks in it.' : `Its speakers are: ${listSpeakers(speakers)}.`;
  return new AppError('not_found', `This meeting has no speaker called ${missing}. ${known}`);
}

const twoNames = (names: string[]): InvalidInput =>
  new InvalidInput(
    names.map((name) => ({
      loc: ['body', 'speaker_updates', name],
      msg: 'means a speaker that another entry gives another name; name each speaker once',
      type: 'value_error',
    })),
  );
