import {
  createSummarizer,
  createSupportChecker,
  type LanguageModel,
  type SpokenSegment,
} from '@memo/ai';
import { statementsOf } from '@memo/testing/gemini';
import type { NoteClaim } from '@memo/testing/note-claims';

const hints = {
  transcriptionPrompt: null,
  summaryPrompt: null,
  keyPoints: [],
  customPoints: null,
  speakerDiarization: null,
};

/** What a model answers to the second question: the truth, or no answer that can be used. */
export type Judge = (claim: NoteClaim) => unknown;

/** A model that says this statement, and judges it so. */
function modelThatSays(claim: NoteClaim, segments: SpokenSegment[], judge: Judge): LanguageModel {
  const point = {
    text: claim.statement,
    segment_ids: segments.map(({ id }) => id),
    quote: claim.quote,
  };
  const note = { summary: [point], key_points: [], action_items: [] };
  return {
    provider: 'scripted',
    model: 'scripted',
    generate: ({ task, schema, instructions }) => {
      const isAsked = task !== 'check-support' || statementsOf({ instructions }).length > 0;
      const answer = task === 'check-support' ? judge(claim) : note;
      const value = isAsked ? (schema.safeParse(answer).data ?? null) : null;
      const problem = value === null ? 'it has not the form that was asked for' : null;
      return Promise.resolve({
        value,
        problem,
        provider: 'scripted',
        model: 'scripted',
        usage: null,
      });
    },
  };
}

/** Whether a statement stands in the note of what was said. @param judge none: it is read once. */
export async function isKept(claim: NoteClaim, judge?: Judge): Promise<boolean> {
  const segments = claim.said.map((one, id) => {
    return { id, ...one, startMs: id * 5_000, endMs: id * 5_000 + 4_000 };
  });
  const model = modelThatSays(claim, segments, judge ?? (() => null));
  const { signal } = new AbortController();
  const wanted = { title: false, description: false };
  const note = await createSummarizer(model).summarize(
    { segments, hints, wanted, participants: [] },
    ({ ask }) => ask(),
    signal,
  );
  if (judge === undefined) return note.summaryPoints.length > 0;
  const checked = await createSupportChecker(model).check(
    note,
    segments,
    ({ ask }) => ask(),
    signal,
  );
  return checked.note.summaryPoints.length > 0;
}
