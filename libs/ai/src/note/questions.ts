import { badAnswer, mostTries } from '../calls/structured-answer.ts';
import type { Generation, LanguageModel, SpokenSegment } from '../language-model.ts';
import { noteInstructions, type NoteInstructions } from '../prompts/summary-instructions.ts';
import type { AnswerOrigin } from '../recognition.schema.ts';
import { noteOfParts, noteOfTranscript, type NoteAnswer } from './note-answer.ts';

/** One thing to ask a language model, and what tells it from all others. */
interface NoteQuestion {
  about: unknown;
  ask: () => Promise<Generation<NoteAnswer>>;
}

/** Asks, or finds what was answered to the same question before, good or bad. */
export type AskOnce = (question: NoteQuestion) => Promise<Generation<NoteAnswer>>;

export interface NoteMaterial extends NoteInstructions {
  segments: SpokenSegment[];
}

/** An answer that can be read, and all that were paid for on the way to it. */
export interface Answered {
  answer: NoteAnswer;
  /** Statements and tasks of it that could not be read. */
  leftOut: number;
  paid: AnswerOrigin[];
}

/**
 * Asks, and once more after a bad answer. Bad answers kept by earlier tries are passed over: found again, they would
 * fail every later try as they failed the first.
 * @throws AppError `unavailable` code `bad_answer` after two new ones.
 */
export async function askForNote(
  languageModel: LanguageModel,
  material: NoteMaterial,
  once: AskOnce,
  signal: AbortSignal,
): Promise<Answered> {
  const { about, ask } = noteQuestion(languageModel, material, signal);
  const paid: AnswerOrigin[] = [];
  let tries = 0;
  for (let attempt = 1; ; attempt += 1) {
    const {
      value,
      problem,
      leftOut = 0,
      ...origin
    } = await once({
      about: { ...about, attempt },
      ask: () => {
        tries += 1;
        return ask();
      },
    });
    paid.push(origin);
    if (value !== null) return { answer: value, leftOut, paid };
    if (tries >= mostTries) throw badAnswer(problem);
  }
}

function noteQuestion(
  languageModel: LanguageModel,
  { segments, ...material }: NoteMaterial,
  signal: AbortSignal,
) {
  const { provider, model } = languageModel;
  // The names are no part of it: a re-run that finds the description it wrote itself must find its answer too.
  const unnamed = noteInstructions({ ...material, wanted: { title: false, description: false } });
  return {
    about: { provider, model, instructions: unnamed, segments },
    ask: async (): Promise<Generation<NoteAnswer>> => {
      const request = { instructions: noteInstructions(material), segments, signal };
      if (typeof material.from === 'string') {
        const schema = noteOfTranscript(material.wanted);
        const { value, ...rest } = await languageModel.generate({
          ...request,
          task: 'summarize',
          schema,
        });
        return { ...rest, value: value && { ...value, same_tasks: [] } };
      }
      const schema = noteOfParts(material.wanted);
      const { value, ...rest } = await languageModel.generate({
        ...request,
        task: 'summarize-parts',
        schema,
      });
      return { ...rest, value: value && { ...value, action_items: [] } };
    },
  };
}
