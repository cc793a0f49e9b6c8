import type { SpokenSegment, TemplateChoice } from '../language-model.ts';
import type { DescriptionAnswer, TemplateAnswer, TitleAnswer } from '../suggestion.ts';
import { centralSegments } from './central-segments.ts';
import { contentWords } from './content-words.ts';

const descriptionSegments = 2;

/** One word in common is chance. */
const fewestSharedWords = 2;
const confidencePerWord = 0.1;
/** Words in common are no understanding. */
const mostConfidence = 0.5;
const wordsNamed = 6;

/** The most central statement, as it was said. */
export function titleOf(segments: readonly SpokenSegment[]): TitleAnswer {
  const [central] = mostCentral(segments, 1);
  const text = (central?.text ?? '').replace(/[\s.,;:]+$/, '');
  return { title: text.charAt(0).toUpperCase() + text.slice(1) };
}

export function descriptionOf(segments: SpokenSegment[]): DescriptionAnswer {
  const sentences = inOrder(mostCentral(segments, descriptionSegments)).map(asSentence);
  return { description: sentences.join(' ') };
}

/** Where nobody says anything but courtesies, the first of them is all there is. */
export function mostCentral(segments: readonly SpokenSegment[], count: number): SpokenSegment[] {
  const central = centralSegments(segments, count);
  return central.length > 0 ? central : segments.slice(0, 1);
}

/** Templates by the words they have in common with what was said; says which. */
export function templatesFor(
  segments: SpokenSegment[],
  templates: readonly TemplateChoice[],
): TemplateAnswer {
  const spoken = new Map(
    segments.flatMap(({ text }) => contentWords(text).map((word) => [stem(word), word])),
  );
  const suggestions = templates.flatMap(({ id, title, description, keyPoints }) => {
    const words = contentWords([title, description ?? '', ...keyPoints].join(' '));
    const shared = [...new Set(words.map(stem))].flatMap((word) => spoken.get(word) ?? []);
    if (shared.length < fewestSharedWords) return [];
    return {
      template_id: id,
      confidence: Math.min(shared.length * confidencePerWord, mostConfidence),
      reason: `The recording and this template have words in common: ${shared.slice(0, wordsNamed).join(', ')}.`,
    };
  });
  return { suggestions };
}

/** Singular and plural are one word. */
const stem = (word: string): string =>
  word.length > 3 ? word.replace(/ies$/, 'y').replace(/(?<!s)s$/, '') : word;

export const inOrder = (segments: SpokenSegment[]): SpokenSegment[] =>
  segments.toSorted((a, b) => a.startMs - b.startMs || a.id - b.id);

/** Recognized speech may come without the full stop that keeps one statement apart from the next. */
export const asSentence = ({ text }: SpokenSegment): string =>
  /[.?!…]$/.test(text) ? text : `${text}.`;
