import type { Tenant, Transaction } from '@memo/entities';
import type { PartialTranscript, Transcript } from '@memo/entities/transcripts';
import { AppError } from '@memo/errors';
import type { StageClaim } from '@memo/pipeline';
import type { DataSource } from 'typeorm';
import { meetingNotFound } from './meeting-not-found.ts';
import type {
  MeetingDetails,
  MeetingStateRow,
  PartialCounts,
  TranscribedMeeting,
} from './meeting-rows.ts';
import {
  heldTranscript,
  meetingStates,
  shownMeeting,
  wordedMeeting,
  wordlessMeeting,
} from './reader.sql.ts';

/** A meeting, and the workspace it is looked for in. */
export interface WatchedMeeting {
  workspaceId: string;
  meetingId: string;
}

interface Wanted {
  /** With the times of single words, which are most of a long transcript; without them `words` are empty. */
  words: boolean;
}

/** The one way in which what was said in meetings leaves the database, whoever shows, exports, shares or sends it. */
export interface MeetingReader {
  /** As it is at this moment, a transcript that is not finished included, without words. Null for none. */
  shown(tenant: Tenant, meetingId: string): Promise<MeetingDetails | null>;
  /** With its finished transcript, if there is one. Null for none. */
  finished(tenant: Tenant, meetingId: string, wanted: Wanted): Promise<MeetingDetails | null>;
  /** For the stages that follow the transcript. @throws AppError `not_found` for a meeting deleted meanwhile. */
  ofStage(
    claim: Pick<StageClaim, 'workspaceId' | 'meetingId'>,
    wanted: Wanted,
  ): Promise<TranscribedMeeting>;
  /** How far meetings are, each in the workspace of who watches it, in one query; those that are gone are missing. */
  states(watched: readonly WatchedMeeting[]): Promise<MeetingStateRow[]>;
  /** Keeps a finished transcript from being replaced until the transaction ends. False when there is none. */
  hold(tenant: Tenant, tx: Transaction, meetingId: string): Promise<boolean>;
}

type FinishedRow = MeetingDetails['meeting'] &
  Pick<MeetingDetails, 'speakers'> &
  (Pick<Transcript, 'segments' | 'provider' | 'model' | 'coverage'> | { segments: null });

type ShownRow = FinishedRow &
  (
    | (PartialCounts & {
        partial_segments: PartialTranscript['segments'];
        partial_speakers: PartialTranscript['speakers'];
      })
    | { partial_segments: null }
  );

export function createMeetingReader(dataSource: Pick<DataSource, 'query'>): MeetingReader {
  const finished: MeetingReader['finished'] = async ({ workspaceId }, meetingId, { words }) => {
    const [row] = await dataSource.query<FinishedRow[]>(words ? wordedMeeting : wordlessMeeting, [
      workspaceId,
      meetingId,
    ]);
    return row === undefined ? null : { ...toDetails(row), partial: null };
  };

  return {
    shown: async ({ workspaceId }, meetingId) => {
      const [row] = await dataSource.query<ShownRow[]>(shownMeeting, [workspaceId, meetingId]);
      if (row === undefined) return null;
      const partial =
        row.partial_segments === null
          ? null
          : { ...row, segments: row.partial_segments, speakers: row.partial_speakers };
      return { ...toDetails(row), partial };
    },

    finished,

    ofStage: async (claim, wanted) => {
      const found = await finished(claim, claim.meetingId, wanted);
      if (found === null) throw meetingNotFound();
      const { transcript, ...rest } = found;
      if (transcript === null) throw notTranscribed();
      return { ...rest, transcript };
    },

    states: (watched) =>
      dataSource.query<MeetingStateRow[]>(meetingStates, [
        watched.map(({ workspaceId }) => workspaceId),
        watched.map(({ meetingId }) => meetingId),
      ]),

    hold: async ({ workspaceId }, tx, meetingId) => {
      const held = await tx.manager.query<unknown[]>(heldTranscript, [workspaceId, meetingId]);
      return held.length > 0;
    },
  };
}

const toDetails = (row: FinishedRow): Omit<MeetingDetails, 'partial'> => ({
  meeting: row,
  transcript: row.segments === null ? null : row,
  speakers: row.speakers,
});

// Its stage is scheduled by the commit that brings the transcript.
const notTranscribed = (): AppError =>
  new AppError('internal', 'This meeting has no transcript.', { code: 'not_transcribed' });
