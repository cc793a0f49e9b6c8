import type { Database } from '@memo/entities';
import { AppError } from '@memo/errors';
import { askedMinutes, keepMinutes, meetingNotFound, type MeetingReader } from '@memo/meetings';
import type { Pipeline, StageClaim, StageOutput } from '@memo/pipeline';
import { wordless, type WriteNote } from './write-note.ts';

export interface MinutesDeps {
  database: Pick<Database, 'rows'>;
  reader: Pick<MeetingReader, 'finished'>;
  writeNote: WriteNote;
  pipeline: Pick<Pipeline, 'tellDashboard'>;
}

/** The transcript that is shown in, as people have edited it; a version of the minutes out that the claim's part names. */
export function createMinutes({ database, reader, writeNote, pipeline }: MinutesDeps) {
  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const { meetingId, part: number } = claim;
    const [shown, asked] = await Promise.all([
      reader.finished(claim, meetingId, { words: false }),
      askedMinutes(database.rows(claim), meetingId, number),
    ]);
    if (shown === null || asked === null) throw meetingNotFound();
    const { transcript, ...rest } = shown;
    if (transcript === null) throw withoutTranscript();
    const found = { ...rest, transcript };
    const nobody = wordless(found);
    const { note, ...origin } =
      nobody === null
        ? await writeNote(claim, { found, hints: hintsOf(asked), wanted }, signal)
        : { note: nobody };
    return {
      result: origin,
      // Nothing is left on the row of the meeting but by what is written.
      write: async (tx) => {
        if (number === 1) await pipeline.tellDashboard(claim, tx, meetingId);
        await keepMinutes(database.rows(claim, tx), meetingId, number, note);
      },
    };

    function hintsOf(how: NonNullable<typeof asked>) {
      return {
        transcriptionPrompt: how.transcriptionPrompt,
        summaryPrompt: how.summaryPrompt,
        keyPoints: how.keyPointsPrompt ?? [],
        customPoints: found.meeting.custom_template_points,
        speakerDiarization: how.speakerDiarization,
        audience: how.audience,
        language: how.language,
      };
    }
  };
}

/** The meeting has its names by then. */
const wanted = { title: false, description: false };

const withoutTranscript = (): AppError =>
  new AppError('conflict', 'This meeting has no transcript any more to make minutes of.', {
    code: 'not_transcribed',
  });
