import type { AskOnce, Summarizer } from '@memo/ai';
import { noteGenerationSchema } from '@memo/ai/answers';
import type { ActionItem, KeyPoint } from '@memo/entities';
import { untitled, type MeetingReader, type TranscribedMeeting } from '@memo/meetings';
import { leave, type StageClaim, type StageOutput } from '@memo/pipeline';
import { displayName } from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { untilAnswered } from '../../answers/until-answered.ts';
import type { CheckSupport } from './check-support.ts';
import type { SummarizeRepository } from './summarize.repository.ts';
import { endWithNote } from './summarize.sql.ts';

export interface SummarizeDeps {
  reader: Pick<MeetingReader, 'ofStage'>;
  repository: SummarizeRepository;
  answers: Answers;
  summarizer: Summarizer;
  checkSupport: CheckSupport;
}

interface MeetingNote {
  summary: string;
  summaryPoints: KeyPoint[];
  keyPoints: KeyPoint[];
  actionItems: ActionItem[];
  unsupportedPoints: number;
  /** Null for none: one that a person gave stays. */
  title: string | null;
  description: string | null;
}

/** The transcript in, the meeting note out. Where nobody was understood there is nothing to ask a model about. */
export function createSummarize(deps: SummarizeDeps) {
  const { reader, repository, answers, summarizer, checkSupport } = deps;
  return async (claim: StageClaim, signal: AbortSignal): Promise<StageOutput> => {
    const shown = await reader.ofStage(claim, { words: false, beside: true });
    const { meeting } = shown;
    const isBeside = meeting.generation !== claim.generation;
    const [beside, template] = await Promise.all([
      isBeside ? repository.beside(claim) : null,
      isBeside || meeting.template_id !== null ? repository.template(claim) : null,
    ]);
    const found = { ...shown, ...beside };
    const { transcript } = found;
    if (transcript.segments.length === 0) {
      const summary =
        (transcript.coverage?.speech_ms ?? 0) > 0
          ? 'No words could be made out in this recording.'
          : 'No speech was found in this recording.';
      return output({ ...nothing, summary });
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
      ...output({ ...rest, unsupportedPoints }),
      result: { provider, model, usage },
    };

    /** The names only where still nobody has given any: a person may have done so while the model was asked. */
    function output(one: MeetingNote): StageOutput {
      return {
        left: leave(endWithNote, { untitled, ...one }),
        tell: [{ kind: 'note.changed' }],
        ...(isBeside && { write: (tx) => repository.showTranscript(claim, tx) }),
      };
    }
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
