import { expect, it } from '@jest/globals';
import type { GenerateRequest, LanguageModel } from './language-model.ts';
import { createSummarizer } from './summarizer.ts';

const segments = [{ id: 0, speaker: 'Jane', text: 'I will send it.', startMs: 0, endMs: 900 }];
const wishes = {
  transcriptionPrompt: null,
  summaryPrompt: null,
  keyPoints: [],
  customPoints: null,
  speakerDiarization: null,
};
const { signal } = new AbortController();

/** A model that answers what it is told, through the schema it is given. */
const modelThatSays = (answer: unknown): LanguageModel => ({
  provider: 'scripted',
  model: 'scripted',
  generate: <T>({ schema }: GenerateRequest<T>) =>
    Promise.resolve({
      value: schema.parse(answer),
      provider: 'scripted',
      model: 'scripted',
      usage: null,
    }),
});

it('drops every point that names no segment of this transcript', async () => {
  const item = { task: 'Send it', assigned_to: 'Jane', due_date: null };
  const summarizer = createSummarizer(
    modelThatSays({
      summary: 'Jane sends it.',
      key_points: [
        { text: 'said', segment_ids: [0, 7] },
        { text: 'invented', segment_ids: [7] },
        { text: 'without support', segment_ids: [] },
      ],
      action_items: [
        { ...item, segment_ids: [0] },
        { ...item, task: 'Invented', segment_ids: [8] },
      ],
    }),
  );
  const { value } = await summarizer.summarize({ segments, wishes }, signal);
  expect(value.key_points).toEqual([{ text: 'said', segment_ids: [0] }]);
  expect(value.action_items).toEqual([{ ...item, segment_ids: [0] }]);
});
