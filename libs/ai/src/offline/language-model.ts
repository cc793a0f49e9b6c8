import type { GenerateRequest, LanguageModel } from '../language-model.ts';
import { noteOf } from './note.ts';
import { descriptionOf, templatesFor, titleOf } from './suggestions.ts';

/** Summaries and suggestions made of what was said, word for word: no key, no network, nothing invented. */
export function createExtractiveLanguageModel(): LanguageModel {
  return {
    provider: 'offline',
    model: 'extractive',
    generate: (request) =>
      new Promise((resolve) => {
        request.signal.throwIfAborted();
        const value = request.schema.parse(answer(request));
        resolve({ value, problem: null, provider: 'offline', model: 'extractive', usage: null });
      }),
  };
}

function answer({ task, segments, templates = [] }: GenerateRequest<unknown>): unknown {
  switch (task) {
    case 'summarize':
    case 'summarize-parts':
      return noteOf(segments);
    case 'suggest-title':
      return titleOf(segments);
    case 'suggest-description':
      return descriptionOf(segments);
    case 'suggest-template':
      return templatesFor(segments, templates);
    // It cannot tell who is who from what they say.
    case 'match-speakers':
      return { matches: [] };
    // Nor whether words say the same as others.
    case 'check-support':
      return { verdicts: [] };
  }
}
