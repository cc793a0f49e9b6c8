import { meetingNotFound } from '@memo/access';
import type { Database, MeetingStatus, RowOfStatement, Tenant, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import { LeaseLost, type StageClaim, type WatchedMeeting } from '@memo/pipeline';
import { joinWords } from '@memo/transcript';
import { z } from 'zod';
import type { MeetingDetails, MeetingStateRow, TranscribedMeeting } from './meeting-rows.ts';
import {
  heldTranscript,
  meetingStates,
  shownMeeting,
  wordedMeeting,
  wordlessMeeting,
} from './reader.sql.ts';
import { wholeNoteByName } from './view/call-by-name.ts';
import { noteOnEvidence } from './view/note-evidence.ts';

/** The path of whatever is about one meeting. */
export const meetingParamsSchema = z.object({ meeting_id: z.uuid() });

/** How a route over one meeting documents that there is none. */
export const noSuchMeeting = {
  description: 'There is no such meeting in the workspace',
  example: { detail: meetingNotFound().message },
};

/**
 * What a caller hears who wants something of a transcript that is not there.
 * @param wanted what to do once it is there, as in "Name its speakers".
 */
export const notTranscribed = (status: MeetingStatus, wanted: string): AppError =>
  new AppError(
    'conflict',
    status === 'FAILED'
      ? `This meeting has no transcript, because processing it failed. Retry the meeting first. ${wanted} once its status is COMPLETED.`
      : `This meeting has no finished transcript yet. ${wanted} once its status is COMPLETED.`,
    { code: 'not_transcribed' },
  );

interface Wanted {
  /** With the times of single words, which are most of a long transcript; without them `words` are empty. */
  words: boolean;
}

interface WantedOfStage extends Wanted {
  /** Whether a generation that is made beside the one that is shown may read what is shown. */
  beside?: boolean;
}

/**
 * The one way in which what was said in meetings leaves the database, for every feature that shows, exports, shares or
 * sends it.
 */
export interface MeetingReader {
  /** As it is at this moment, a transcript that is not finished included, without words. Null for none. */
  shown(tenant: Tenant, meetingId: string, tx?: Transaction): Promise<MeetingDetails | null>;
  /** With its finished transcript, if there is one. Null for none. */
  finished(tenant: Tenant, meetingId: string, wanted: Wanted): Promise<MeetingDetails | null>;
  /**
   * What is shown, for the stages that follow the transcript of the claim's generation. What was claimed just before
   * another generation was shown must not go on with the words of that one.
   * @throws AppError `not_found` for a meeting deleted meanwhile; LeaseLost where another generation is shown.
   */
  ofStage(
    claim: Pick<StageClaim, 'workspaceId' | 'meetingId' | 'generation'>,
    wanted: WantedOfStage,
  ): Promise<TranscribedMeeting>;
  /**
   * How far meetings are, each in the workspace of the client that watches it, in one query; those that are gone are
   * missing.
   */
  states(watched: readonly WatchedMeeting[]): Promise<MeetingStateRow[]>;
  /** Keeps a finished transcript from being replaced until the transaction ends. False when there is none. */
  hold(tenant: Tenant, tx: Transaction, meetingId: string): Promise<boolean>;
}

type FinishedRow = RowOfStatement<typeof wordlessMeeting>;
type ShownRow = RowOfStatement<typeof shownMeeting>;

export function createMeetingReader({ rows, openRows }: Database): MeetingReader {
  async function worded(tenant: Tenant, id: string): Promise<FinishedRow | null> {
    const row = await rows(tenant).first(wordedMeeting, { id });
    if (row === null) return null;
    const { segments, words, edited_words: edited } = row;
    if (segments === null || words === null) return row;
    return { ...row, segments: joinWords(segments, [...words, ...(edited ?? [])]) };
  }

  const finished: MeetingReader['finished'] = async (tenant, id, { words }) => {
    const row = await (words ? worded(tenant, id) : rows(tenant).first(wordlessMeeting, { id }));
    return row && { ...toDetails(row), partial: null };
  };

  return {
    shown: async (tenant, id, tx) => {
      const row = await rows(tenant, tx).first(shownMeeting, { id });
      return row && { ...toDetails(row), partial: toPartial(row) };
    },

    finished,

    ofStage: async (claim, wanted) => {
      const { generation, meetingId } = claim;
      const found = await finished(claim, meetingId, wanted);
      if (found === null) throw meetingNotFound();
      const { meeting } = found;
      const isBeside = wanted.beside === true && meeting.next_generation === generation;
      if (meeting.generation !== generation && !isBeside) throw new LeaseLost();
      const { transcript, ...rest } = found;
      if (transcript === null) throw stageWithoutTranscript();
      return { ...rest, transcript };
    },

    states: (watched) =>
      openRows().all(meetingStates, {
        workspaces: watched.map(({ workspaceId }) => workspaceId),
        meetings: watched.map(({ meetingId }) => meetingId),
      }),

    hold: async (tenant, tx, id) => (await rows(tenant, tx).first(heldTranscript, { id })) !== null,
  };
}

function toDetails(row: FinishedRow): Omit<MeetingDetails, 'partial'> {
  const { segments, provider, model, coverage, speakers, lineage, edits } = row;
  const missing = segments === null || provider === null || model === null;
  const meeting = wholeNoteByName(row);
  return {
    meeting: missing ? meeting : noteOnEvidence(meeting, segments, lineage),
    transcript: missing ? null : { segments, provider, model, coverage, lineage, edits },
    speakers,
  };
}

function toPartial(row: ShownRow): MeetingDetails['partial'] {
  const { partial_segments: segments, partial_speakers: speakers, ...counts } = row;
  const { chunks_done, chunks_total, covered_ms } = counts;
  // All of a row or nothing of it: no column of the table is nullable.
  if (segments === null || speakers === null) return null;
  if (chunks_done === null || chunks_total === null || covered_ms === null) return null;
  return { segments, speakers, chunks_done, chunks_total, covered_ms };
}

// Its stage is scheduled by the commit that brings the transcript.
const stageWithoutTranscript = (): AppError =>
  new AppError('internal', 'This meeting has no transcript.', { code: 'not_transcribed' });
