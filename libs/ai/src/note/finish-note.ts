import { composeSummary } from '@memo/transcript';
import type { AnswerOrigin, ProviderUsage } from '../recognition.schema.ts';
import type { CheckedNote, SupportedItem, SupportedPoint } from './check-note.ts';

export interface Note {
  summary: string;
  /** What the summary is made of. */
  summaryPoints: SupportedPoint[];
  keyPoints: SupportedPoint[];
  actionItems: SupportedItem[];
  /** Statements, owners and dates left out because nothing that was said supports them. */
  unsupported: number;
  /** Null where none was wanted, or none came. */
  title: string | null;
  description: string | null;
  provider: string;
  /** The model that really answered. */
  model: string;
  /** Of all answers the note is made from. */
  usage: ProviderUsage | null;
}

const noSummary = 'No summary could be made that the words of this meeting support.';

/** @param answers all that were paid for, one at least; the last is the whole meeting's. */
export function finishNote(
  { summary, keyPoints, actionItems, unsupported }: CheckedNote,
  { title, description }: Pick<Note, 'title' | 'description'>,
  answers: readonly AnswerOrigin[],
): Note {
  const summaryPoints = summary.length > 0 ? summary : keyPoints;
  const { provider = '', model = '' } = answers.at(-1) ?? {};
  return {
    summary: summaryOf(summaryPoints),
    summaryPoints,
    keyPoints,
    actionItems,
    unsupported,
    title,
    description,
    provider,
    model,
    usage: totalOf(answers.flatMap(({ usage }) => usage ?? [])),
  };
}

/** The statements as one text; where there are none, that there are none. */
export const summaryOf = (points: readonly SupportedPoint[]): string =>
  points.length > 0 ? composeSummary(points) : noSummary;

export function totalOf(usages: ProviderUsage[]): ProviderUsage | null {
  if (usages.length === 0) return null;
  return usages.reduce((total, { inputTokens, outputTokens }) => ({
    inputTokens: total.inputTokens + inputTokens,
    outputTokens: total.outputTokens + outputTokens,
  }));
}
