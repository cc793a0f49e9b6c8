import { badAnswer, mostTries } from './calls/structured-answer.ts';
import type {
  GenerateRequest,
  LanguageModel,
  SpokenSegment,
  TemplateChoice,
} from './language-model.ts';
import {
  descriptionInstructions,
  templateInstructions,
  titleInstructions,
} from './prompts/suggest-instructions.ts';
import { checkDescription, checkTitle } from './note/names-of-meeting.ts';
import { createSaid, type Said } from './note/said.ts';
import type { AnswerOrigin } from './recognition.schema.ts';
import { oneLine, shortened } from './short-text.ts';
import {
  descriptionSchema,
  templateChoicesSchema,
  titleSchema,
  type TemplateAnswer,
} from './suggestion.ts';

const maxReasonLength = 300;
const maxAlternatives = 3;
/** Less than this is a guess, and a guess is no suggestion. */
const plausible = 0.1;

interface RankedTemplate {
  templateId: string;
  /** 0 to 1. */
  confidence: number;
}

export interface TemplateSuggestion extends RankedTemplate {
  /** For the person who records. */
  reason: string;
  /** Best first, without the one suggested. */
  alternatives: RankedTemplate[];
}

export interface TemplateRequest {
  segments: SpokenSegment[];
  templates: TemplateChoice[];
  /** The template for what is of no particular kind; one of `templates`. */
  generalId: string;
}

export interface Suggested<T> extends AnswerOrigin {
  value: T;
}

/**
 * What a meeting could be called, from the beginning of its recording. Every function fails like LanguageModel, and with
 * AppError `unavailable` code `bad_answer` after two bad answers.
 */
export interface Suggester {
  /** One line of at most 80 characters. */
  title(segments: SpokenSegment[], signal: AbortSignal): Promise<Suggested<string>>;
  /** One to three sentences. */
  description(segments: SpokenSegment[], signal: AbortSignal): Promise<Suggested<string>>;
  /** Names only templates it was given. */
  template(request: TemplateRequest, signal: AbortSignal): Promise<Suggested<TemplateSuggestion>>;
}

export function createSuggester(languageModel: LanguageModel): Suggester {
  /** Asks, and once more where nothing can be read from the answer. */
  async function ask<A, T>(request: GenerateRequest<A>, read: (answer: A) => T | null) {
    for (let tries = 1; ; tries += 1) {
      const { value, problem, ...origin } = await languageModel.generate(request);
      const suggested = value === null ? null : read(value);
      if (suggested !== null) return { value: suggested, ...origin };
      if (tries >= mostTries) throw badAnswer(problem);
    }
  }

  return {
    title: (segments, signal) =>
      ask(
        {
          task: 'suggest-title',
          instructions: titleInstructions,
          segments,
          schema: titleSchema,
          signal,
        },
        ({ title }) => checkTitle(title, saidIn(segments), []).value,
      ),

    description: (segments, signal) =>
      ask(
        {
          task: 'suggest-description',
          instructions: descriptionInstructions,
          segments,
          schema: descriptionSchema,
          signal,
        },
        ({ description }) => checkDescription(description, saidIn(segments)).value,
      ),

    template: ({ segments, templates, generalId }, signal) =>
      ask(
        {
          task: 'suggest-template',
          instructions: templateInstructions(templates),
          templates,
          segments,
          schema: templateChoicesSchema,
          signal,
        },
        (answer) => ranked(answer, templates, saidIn(segments, templates)) ?? general(generalId),
      ),
  };
}

/** The words of templates are the workspace's own: a reason may name them. */
const saidIn = (
  segments: readonly SpokenSegment[],
  templates: readonly TemplateChoice[] = [],
): Said =>
  createSaid(segments, {
    names: templates.flatMap(({ title, description, keyPoints }) => [
      title,
      description ?? '',
      ...keyPoints,
    ]),
  });

/** The model's choices among those that exist, each once; null when none is left. */
function ranked(
  { suggestions }: TemplateAnswer,
  templates: readonly TemplateChoice[],
  said: Said,
): TemplateSuggestion | null {
  const known = new Set(templates.map(({ id }) => id));
  const choices = suggestions
    .map((choice) => ({ ...choice, confidence: Math.min(Math.max(choice.confidence, 0), 1) }))
    .filter(({ template_id: id, confidence }) => known.has(id) && confidence >= plausible)
    .sort((a, b) => b.confidence - a.confidence);
  // The first of each id is its best.
  const [best, ...others] = choices.filter(
    ({ template_id: id }, index) =>
      choices.findIndex((other) => other.template_id === id) === index,
  );
  if (best === undefined) return null;
  const reason = shortened(oneLine(best.reason), maxReasonLength);
  return {
    templateId: best.template_id,
    confidence: best.confidence,
    reason:
      reason === '' || said.missing(reason) !== null
        ? 'No reason was given for this choice.'
        : reason,
    alternatives: others
      .slice(0, maxAlternatives)
      .map(({ template_id: templateId, confidence }) => ({ templateId, confidence })),
  };
}

const general = (templateId: string): TemplateSuggestion => ({
  templateId,
  confidence: plausible,
  reason:
    'Nothing said at the beginning of the recording points to a particular kind of meeting, so this is the general template.',
  alternatives: [],
});
