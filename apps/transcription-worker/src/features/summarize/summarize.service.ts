import type { AskOnce, Summarizer } from '@memo/ai';
import { noteGenerationSchema } from '@memo/ai/answers';
import type { MeetingReader, TranscribedMeeting } from '@memo/meetings';
import type { StageClaim, StageOutput } from '@memo/pipeline';
import { displayName } from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { untilAnswered } from '../../answers/until-answered.ts';
import type { CheckSupport } from './check-support.ts';
import type { SummarizeRepository } from './summarize.repository.ts';

export interface SummarizeDeps {
  reader: Pick<MeetingReader, 'ofStage'>;
  repository: SummarizeRepository;
  answers: Answers;
  summarizer: Summarizer;
  checkSupport: CheckSupport;
}

/** The transcript in, the meeting note out. Where nobody was understood there is nothing to ask a model about. */
export function createSummarize(deps: SummarizeDeps) {
  const { reader, repository, answers, summarizer, checkSupport } = deps;
  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const [shown, beside, template] = await Promise.all([
      reader.ofStage(claim, { words: false, beside: true }),
      repository.beside(claim),
      repository.template(claim),
    ]);
    const found = { ...shown, ...beside };
    const { meeting, transcript } = found;
    if (transcript.segments.length === 0) {
      const summary =
        (transcript.coverage?.speech_ms ?? 0) > 0
          ? 'No words could be made out in this recording.'
          : 'No speech was found in this recording.';
      return { write: (tx) => repository.saveNote(claim, tx, { ...nothing, summary }) };
    }
    const once: AskOnce = async (question) => {
      const asked = { ...question, schema: noteGenerationSchema, of: 'language' } as const;
      const { answer } = await answers.once(claim, asked, signal);
      return answer;
    };
    const segments = spoken(found);
    const written = await summarizer.summarize(
      {
        segments,
        participants: [
          ...meeting.participants,
          ...found.speakers.flatMap(({ name }) => name ?? []),
        ],
        hints: {
          transcriptionPrompt: template?.transcriptionPrompt ?? null,
          summaryPrompt: template?.summaryPrompt ?? null,
          keyPoints: template?.keyPointsPrompt ?? [],
          customPoints: meeting.custom_template_points,
          speakerDiarization: template?.speakerDiarization ?? null,
        },
        // What nobody has given the meeting.
        wanted: {
          title: !meeting.title_given,
          description: meeting.description === null || !meeting.description_given,
        },
      },
      once,
      untilAnswered(signal),
    );
    const note = await checkSupport(claim, written, segments, signal);
    const { provider, model, usage, unsupported: unsupportedPoints, ...rest } = note;
    return {
      result: { provider, model, usage },
      write: (tx) => repository.saveNote(claim, tx, { ...rest, unsupportedPoints }),
    };
  };
}

const nothing = {
  summaryPoints: [],
  keyPoints: [],
  actionItems: [],
  unsupportedPoints: 0,
  title: null,
  description: null,
};

/**
 * By their labels: a note is kept with those, and shown with the names that speakers have when it is read. Speakers of
 * one name are one person, under the label of the first.
 */
function spoken({ transcript, speakers }: TranscribedMeeting) {
  const names = new Map(
    speakers.map((speaker) => {
      const same = speakers.find((one) => displayName(one) === displayName(speaker)) ?? speaker;
      return [speaker.key, same.label];
    }),
  );
  return transcript.segments.map(({ id, text, startMs, endMs, speakerKey }) => {
    return { id, text, startMs, endMs, speaker: names.get(speakerKey) ?? speakerKey };
  });
}
