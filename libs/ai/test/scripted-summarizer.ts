import type { GenerateRequest, LanguageModel, SpokenSegment } from '../src/language-model.ts';
import type { NoteAnswer } from '../src/note/note-answer.ts';
import type { AskOnce } from '../src/note/questions.ts';
import type { NoteHints } from '../src/prompts/summary-instructions.ts';
import { createSummarizer } from '../src/summarizer.ts';

export type ScriptedRequest = GenerateRequest<unknown>;
export type ScriptedAnswer = Partial<NoteAnswer>;

export const hints: NoteHints = {
  transcriptionPrompt: null,
  summaryPrompt: 'Begin with the price.',
  keyPoints: [],
  customPoints: null,
  speakerDiarization: null,
};

/** What Jane or Speaker2 says, for four seconds out of five. */
export const segment = (id: number, text: string): SpokenSegment => ({
  id,
  speaker: id % 2 === 0 ? 'Jane' : 'Speaker2',
  text,
  startMs: id * 5_000,
  endMs: id * 5_000 + 4_000,
});

export const always: AskOnce = ({ ask }) => ask();
const nothing: NoteAnswer = { summary: [], key_points: [], action_items: [], same_tasks: [] };

/** A summarizer over a model that answers what it is told, through the schema it is given; a text is a problem. */
export function modelThatSays(
  answer: (request: ScriptedRequest, position: number) => ScriptedAnswer | string,
) {
  const asked: ScriptedRequest[] = [];
  const languageModel: LanguageModel = {
    provider: 'scripted',
    model: 'scripted',
    generate: <T>(request: GenerateRequest<T>) => {
      asked.push(request);
      const answered = answer(request, asked.length - 1);
      const problem = typeof answered === 'string' ? answered : null;
      const value =
        typeof answered === 'string' ? null : request.schema.parse({ ...nothing, ...answered });
      return Promise.resolve({
        value,
        problem,
        provider: 'scripted',
        model: 'scripted-1',
        usage: { inputTokens: 100, outputTokens: 10 },
      });
    },
  };
  const summarizer = createSummarizer(languageModel);
  return {
    asked,
    summarize: (
      segments: SpokenSegment[],
      { wanted = { title: false, description: false }, once = always } = {},
    ) => {
      const request = { segments, hints, wanted, participants: [] };
      return summarizer.summarize(request, once, new AbortController().signal);
    },
  };
}
