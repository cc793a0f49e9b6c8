import type { AskOnce, Note, Summarizer } from '@memo/ai';
import { noteGenerationSchema } from '@memo/ai/answers';
import type { MadeNote, TranscribedMeeting } from '@memo/meetings';
import type { StageClaim } from '@memo/pipeline';
import { displayName } from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { untilAnswered } from '../../answers/until-answered.ts';
import type { CheckSupport } from './check-support.ts';

export interface WriteNoteDeps {
  answers: Answers;
  summarizer: Summarizer;
  checkSupport: CheckSupport;
}

export interface MeetingNote extends MadeNote {
  /** Null for none: one that a person gave stays. */
  title: string | null;
  description: string | null;
}

type Request = Parameters<Summarizer['summarize']>[0];

interface Material extends Pick<Request, 'hints' | 'wanted'> {
  /** With words in it. */
  found: TranscribedMeeting;
}

/** Asks for a note, or finds what was answered to the same question before; and has it read a second time where that is wanted. */
export type WriteNote = (
  claim: StageClaim,
  material: Material,
  signal: AbortSignal,
) => Promise<{ note: MeetingNote } & Pick<Note, 'provider' | 'model' | 'usage'>>;

export function createWriteNote({ answers, summarizer, checkSupport }: WriteNoteDeps): WriteNote {
  return async (claim, { found, hints, wanted }, signal) => {
    const once: AskOnce = async (question) => {
      const asked = { ...question, schema: noteGenerationSchema, of: 'language' } as const;
      const { answer } = await answers.once(claim, asked, signal);
      return answer;
    };
    const segments = spoken(found);
    const participants = [
      ...found.meeting.participants,
      ...found.speakers.flatMap(({ name }) => name ?? []),
    ];
    const written = await summarizer.summarize(
      { segments, participants, hints, wanted },
      once,
      untilAnswered(signal),
    );
    const checked = await checkSupport(claim, written, segments, signal);
    const { provider, model, usage, unsupported: unsupportedPoints, ...note } = checked;
    return { note: { ...note, unsupportedPoints }, provider, model, usage };
  };
}

/** The note of a recording in which nobody was understood: there is nothing to ask a model about. Else null. */
export function wordless({
  transcript,
}: Pick<TranscribedMeeting, 'transcript'>): MeetingNote | null {
  if (transcript.segments.length > 0) return null;
  const summary =
    (transcript.coverage?.speech_ms ?? 0) > 0
      ? 'No words could be made out in this recording.'
      : 'No speech was found in this recording.';
  return { ...nothing, summary };
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
