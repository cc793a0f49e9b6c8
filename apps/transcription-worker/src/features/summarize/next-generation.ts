import { Meeting, type Database, type Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import type { RecordEvent } from '@memo/journal';
import {
  keepGeneration,
  lockTranscript,
  replaceSpeakers,
  type TranscribedMeeting,
} from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { carryNames } from '@memo/transcript';
import { givenUp } from '../../recognition/given-up.ts';
import {
  findBeside,
  findNamed,
  findState,
  lockBeside,
  showBeside,
  showPrepared,
} from './next-generation.sql.ts';

/** A transcript that is not shown yet, with the names that people who speak in it have. */
export type TranscriptBeside = Pick<TranscribedMeeting, 'transcript' | 'speakers'>;

/**
 * The transcript of the claim's generation and who speaks in it, where it is made beside the one that is shown; null
 * where the note is about the transcript that is shown.
 * @throws AppError `conflict` for a generation that was given up, `internal` where its transcript is missing.
 */
export async function readBeside(
  { rows }: Pick<Database, 'rows'>,
  claim: StageClaim,
): Promise<TranscriptBeside | null> {
  const { meetingId: meeting, generation } = claim;
  const state = await rows(claim).first(findState, { meeting });
  if (state === null || state.generation === generation) return null;
  if (state.nextGeneration !== generation) throw givenUp();
  if (state.from === 'summarize') return null;
  const made = await rows(claim).first(findBeside, { meeting, generation });
  if (made === null)
    throw new AppError('internal', 'The transcript of this generation is missing.');
  const { segments, speakers, provider, model, coverage } = made;
  const shown = await rows(claim).first(findNamed, { meeting });
  const given = carryNames(shown ?? { segments: [], speakers: [] }, made);
  const named = speakers.map(({ key, label }) => {
    return { key, label, name: given.get(key)?.name ?? null };
  });
  return {
    transcript: { segments, provider, model, coverage, lineage: null, edits: 0 },
    speakers: named,
  };
}

/**
 * Shows the transcript of the claim's generation, where it was made beside the one that is shown. What was shown is kept,
 * with its note.
 */
export async function showTranscript(
  { rows }: Pick<Database, 'rows'>,
  recordEvent: RecordEvent,
  tx: Transaction,
  claim: StageClaim,
): Promise<void> {
  const { workspaceId, meetingId, generation } = claim;
  const meeting = { meeting: meetingId };
  const owned = rows(claim, tx);
  if ((await owned.first(lockBeside, { ...meeting, generation })) === null) return;
  await keepGeneration(owned, meetingId);
  await owned.run(showPrepared, { ...meeting, generation });
  const made = await owned.first(findBeside, { ...meeting, generation });
  if (made === null) return;
  const before = await owned.first(lockTranscript, meeting);
  await owned.run(showBeside, { ...meeting, generation });
  await replaceSpeakers(owned, meetingId, before?.segments ?? [], made);
  await owned.update(Meeting, { id: meetingId }, { needsReview: made.needsReview });
  await recordEvent(tx, { kind: 'transcript.changed', workspaceId, meetingId });
}
