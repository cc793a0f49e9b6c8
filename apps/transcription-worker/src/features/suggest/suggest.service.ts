import { join } from 'node:path';
import type {
  LanguageModel,
  SpeechRecognizer,
  SpokenSegment,
  Suggester,
  TemplateSuggestion,
} from '@memo/ai';
import { AppError } from '@memo/errors';
import type { RequestPayload, Suggestion } from '@memo/jobs';
import type { ObjectStorage, SuggestionKeys } from '@memo/storage';
import type { AiCalls } from '../../answers/ai-calls.ts';
import { withScratch } from '../../attempt/scratch.ts';
import { fromProvider } from './from-provider.ts';
import { listen } from './listen.ts';
import type { ProviderBreaker } from './provider-breaker.ts';
import { recordCalls } from './record-calls.ts';
import { takeSample, type TakeSampleDeps } from './take-sample.ts';
import type { SuggestRepository, TemplateChoices } from './suggest.repository.ts';

export interface SuggestDeps extends TakeSampleDeps {
  repository: SuggestRepository;
  storage: Pick<ObjectStorage, 'download'>;
  keys: SuggestionKeys;
  recognizer: SpeechRecognizer;
  languageModel: LanguageModel;
  createSuggester: (languageModel: LanguageModel) => Suggester;
  calls: AiCalls;
  breaker: ProviderBreaker;
}

type SuggestFrom = (segments: SpokenSegment[], signal: AbortSignal) => Promise<Suggestion>;

/** The beginning of a recording in, a suggestion out. Nothing of either is kept but what it cost. */
export function createSuggest(deps: SuggestDeps) {
  const { repository, storage, keys, breaker, logger } = deps;

  /**
   * @throws AppError `invalid_input` when the recording does not decode or nothing is said in it; `unavailable` when the
   *   provider is down.
   */
  return (payload: RequestPayload<'suggest'>, signal: AbortSignal): Promise<Suggestion> =>
    withScratch(async (directory) => {
      breaker.check();
      const { recognizer, languageModel } = recordCalls(deps, payload.workspaceId);
      const suggestFrom = await prepare(payload, deps.createSuggester(languageModel));
      const recordingPath = join(directory, 'recording');
      await storage.download(keys.recording(payload.suggestionId), recordingPath, signal);
      const sample = await takeSample(deps, recordingPath, directory, signal);
      if (sample === null) throw nothingSaid();
      const suggestion = await fromProvider(() =>
        breaker.run(async () => {
          const segments = await listen({ recognizer, logger }, sample, signal);
          return segments.length === 0 ? null : suggestFrom(segments, signal);
        }),
      );
      if (suggestion === null) throw nothingSaid();
      return suggestion;
    });

  /** All that is needed besides the recording, before anything is paid for. */
  async function prepare(
    { kind, workspaceId }: RequestPayload<'suggest'>,
    suggester: Suggester,
  ): Promise<SuggestFrom> {
    switch (kind) {
      case 'title':
        return async (segments, signal) => {
          const { value: title, ...origin } = await suggester.title(segments, signal);
          logger.info('Suggested a title', origin);
          return { kind, title };
        };
      case 'description':
        return async (segments, signal) => {
          const { value: description, ...origin } = await suggester.description(segments, signal);
          logger.info('Suggested a description', origin);
          return { kind, description };
        };
      case 'template': {
        const { templates, generalId } = await repository.templates({ workspaceId });
        if (generalId === null) throw noTemplates();
        return async (segments, signal) => {
          const request = { segments, templates, generalId };
          const { value, ...origin } = await suggester.template(request, signal);
          logger.info('Suggested a template', origin);
          return toTemplateSuggestion(value, templates);
        };
      }
    }
  }
}

function toTemplateSuggestion(
  { templateId, confidence, reason, alternatives }: TemplateSuggestion,
  templates: TemplateChoices['templates'],
): Suggestion {
  const names = new Map(templates.map(({ id, title }) => [id, title]));
  const named = (choice: { templateId: string; confidence: number }) => ({
    ...choice,
    templateName: names.get(choice.templateId) ?? '',
  });
  return {
    kind: 'template',
    best: named({ templateId, confidence }),
    reason,
    alternatives: alternatives.map(named),
  };
}

const nothingSaid = (): AppError =>
  new AppError(
    'invalid_input',
    'No speech was found at the beginning of this recording, so there is nothing to base a suggestion on. Please choose for yourself, or send a recording in which somebody speaks.',
    { code: 'no_speech' },
  );

const noTemplates = (): AppError =>
  new AppError('not_found', 'There is no template to choose from. Please create one first.');
