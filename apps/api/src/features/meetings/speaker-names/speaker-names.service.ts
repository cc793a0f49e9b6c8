import type { Scope, Transact, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { AuditLog, RecordEvent } from '@memo/journal';
import { InvalidInput } from '../../../http/validate.ts';
import { meetingNotFound, notTranscribed } from '@memo/meetings';
import {
  listSpeakers,
  planParting,
  planRenames,
  type NamedSpeaker,
  type Rename,
} from './plan-renames.ts';
import type { SpeakerNamesRepository } from './speaker-names.repository.ts';

export interface SpeakerNamesService {
  /**
   * Gives speakers other names, all of them or none.
   * @throws AppError `not_found` for a meeting or a speaker that is not there, `conflict` while there is no transcript.
   * @throws InvalidInput when one speaker is to get two names.
   */
  rename(scope: Scope, meetingId: string, renames: readonly Rename[]): Promise<void>;
  /**
   * Parts a speaker from those of the same name: the label is shown again, and a profile that came with the name goes.
   * @throws AppError `not_found` for a meeting or a label that is not there; `conflict` for a speaker of their own, and
   * while there is no transcript.
   */
  unmerge(scope: Scope, meetingId: string, label: string): Promise<void>;
}

export interface SpeakerNamesDeps {
  repository: SpeakerNamesRepository;
  transact: Transact;
  audit: AuditLog;
  recordEvent: RecordEvent;
}

const toName = 'Name its speakers';

export function createSpeakerNamesService(deps: SpeakerNamesDeps): SpeakerNamesService {
  const { repository, transact, audit, recordEvent } = deps;
  return {
    rename: (scope, meetingId, renames) =>
      change(scope, meetingId, async (tx, speakers) => {
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
        return names.length;
      }),

    unmerge: (scope, meetingId, label) =>
      change(scope, meetingId, async (tx, speakers) => {
        const speaker = speakers.find((one) => one.label === label);
        if (speaker === undefined) throw speakersNotFound([label], speakers);
        const parted = planParting(speakers, speaker);
        if (parted.length === 0) throw notMerged(speaker, speakers);
        for (const { id, profileId } of parted) {
          const isShared = speakers.some((one) => one.id !== id && one.profileId === profileId);
          const kept = isShared ? null : profileId;
          await repository.part(scope, tx, meetingId, { id, profileId: kept });
        }
        return parted.length;
      }),
  };

  /** Changes speakers that nobody else changes meanwhile, and tells of it; the change answers how many it was. */
  function change(
    scope: Scope,
    meetingId: string,
    make: (tx: Transaction, speakers: NamedSpeaker[]) => Promise<number>,
  ): Promise<void> {
    return transact(async (tx) => {
      const meeting = await repository.lock(scope, tx, meetingId);
      if (meeting === null) throw meetingNotFound();
      const speakers = await repository.speakersOf(scope, tx, meetingId);
      if (speakers === null) throw notTranscribed(meeting.status, toName);
      const changed = await make(tx, speakers);
      const { workspaceId } = scope;
      const fields = ['speakers'] as const;
      await recordEvent(tx, { kind: 'meeting.updated', workspaceId, meetingId, fields });
      await audit.record(scope, tx, {
        action: 'meeting.speakers_renamed',
        subject: meetingId,
        details: { speakers: changed },
      });
    });
  }
}

const notMerged = ({ label }: NamedSpeaker, speakers: NamedSpeaker[]): AppError =>
  new AppError(
    'conflict',
    `"${label}" has no name in common with another speaker, so there is nothing to take back. The speakers are: ${listSpeakers(speakers)}.`,
  );

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
