import type { Generation, LanguageModel, SpokenSegment } from '../language-model.ts';
import { noteInstructions, type NoteInstructions } from '../prompts/summary-instructions.ts';
import { noteOfParts, noteOfTranscript, type NoteAnswer } from './note-answer.ts';

/** One thing to ask a language model, and what tells it from all others. */
export interface NoteQuestion {
  about: unknown;
  ask: () => Promise<Generation<NoteAnswer>>;
}

/** Asks, or finds what was answered to the same question before. */
export type AskOnce = (question: NoteQuestion) => Promise<Generation<NoteAnswer>>;

export interface NoteMaterial extends NoteInstructions {
  segments: SpokenSegment[];
}

export function noteQuestion(
  languageModel: LanguageModel,
  { segments, ...wish }: NoteMaterial,
  signal: AbortSignal,
): NoteQuestion {
  const { provider, model } = languageModel;
  // The names are no part of it: a re-run that finds the description it wrote itself must find its answer too.
  const unnamed = noteInstructions({ ...wish, wanted: { title: false, description: false } });
  return {
    about: { provider, model, instructions: unnamed, segments },
    ask: async () => {
      const request = { instructions: noteInstructions(wish), segments, signal };
      if (typeof wish.from === 'string') {
        const schema = noteOfTranscript(wish.wanted);
        const generation = await languageModel.generate({ ...request, task: 'summarize', schema });
        return { ...generation, value: { ...generation.value, same_tasks: [] } };
      }
      const schema = noteOfParts(wish.wanted);
      const generation = await languageModel.generate({
        ...request,
        task: 'summarize-parts',
        schema,
      });
      return { ...generation, value: { ...generation.value, action_items: [] } };
    },
  };
}
