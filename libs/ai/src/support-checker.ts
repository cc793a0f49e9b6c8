import { mostTries } from './calls/structured-answer.ts';
import type { Generation, LanguageModel, SpokenSegment } from './language-model.ts';
import { atMost } from './note/at-most.ts';
import type { SupportedItem, SupportedPoint } from './note/check-note.ts';
import { withoutOrders } from './note/facts/orders.ts';
import { summaryOf, totalOf, type Note } from './note/finish-note.ts';
import {
  supportSchema,
  verdictsOf,
  type SupportAnswer,
  type Verdict,
} from './note/support-answer.ts';
import { supportBatches, type Resting, type SupportBatch } from './note/support-batches.ts';
import { supportInstructions, type StatementToJudge } from './prompts/support-instructions.ts';
import type { AnswerOrigin } from './recognition.schema.ts';

/** Asks about support, or finds what was answered to the same question before, good or bad. */
export type AskSupportOnce = (question: {
  about: unknown;
  ask: () => Promise<Generation<SupportAnswer>>;
}) => Promise<Generation<SupportAnswer>>;

/** What a second reading says of a statement: null where it says nothing that can be used. */
export interface Judged {
  support: 'supported' | 'unconfirmed' | null;
}

/** A note in which every statement was read a second time beside its words. */
export interface JudgedNote extends Omit<Note, 'summaryPoints' | 'keyPoints' | 'actionItems'> {
  summaryPoints: (SupportedPoint & Judged)[];
  keyPoints: (SupportedPoint & Judged)[];
  actionItems: (SupportedItem & Judged)[];
}

export interface SupportReport {
  note: JudgedNote;
  /** Why questions had no answer that can be used, one each; their statements have no verdict. */
  problems: string[];
}

export interface SupportChecker {
  /**
   * Asks the model, apart from writing, whether the words of each statement say what it says. What they contradict is left
   * out and counted. Up to three questions run at a time; a bad answer is asked for once more, ever.
   * @throws as LanguageModel does.
   */
  check(
    note: Note,
    segments: readonly SpokenSegment[],
    once: AskSupportOnce,
    signal: AbortSignal,
  ): Promise<SupportReport>;
  /** The same of a note about which nobody could be asked. */
  unread(note: Note): JudgedNote;
}

const questionsAtOnce = 3;

export function createSupportChecker(languageModel: LanguageModel): SupportChecker {
  const { provider, model } = languageModel;

  async function judge(
    { statements, segments }: SupportBatch<Resting>,
    once: AskSupportOnce,
    signal: AbortSignal,
  ) {
    const shown = new Set(segments.map(({ id }) => id));
    const instructions = supportInstructions(statements.map((one) => toJudge(one, shown)));
    const paid: AnswerOrigin[] = [];
    let why: string | null = null;
    for (let attempt = 1; attempt <= mostTries; attempt += 1) {
      const { value, problem, ...origin } = await once({
        about: { provider, model, instructions, segments, attempt },
        ask: () =>
          languageModel.generate({
            task: 'check-support',
            instructions,
            segments,
            schema: supportSchema,
            signal,
          }),
      });
      paid.push(origin);
      if (value !== null) return { told: verdictsOf(value, statements.length), paid, why: null };
      why = problem;
    }
    return { told: statements.map(() => null), paid, why: why ?? 'it is empty' };
  }

  return {
    unread: (note) => withVerdicts(note, () => null, []),
    check: async (note, segments, once, signal) => {
      const statements = new Map(restingOf(note).map((one) => [keyOf(one), one]));
      const batches = supportBatches([...statements.values()], withoutOrders(segments));
      const answers = await atMost(
        questionsAtOnce,
        batches.map((batch) => () => judge(batch, once, signal)),
      );
      const verdicts = new Map(
        answers.flatMap(({ told }, batch) =>
          told.map((verdict, index): [string, Verdict | null] => {
            const statement = batches[batch]?.statements[index];
            return [statement === undefined ? '' : keyOf(statement), verdict];
          }),
        ),
      );
      const paid = answers.flatMap((answer) => answer.paid);
      return {
        note: withVerdicts(note, (one) => verdicts.get(keyOf(one)) ?? null, paid),
        problems: answers.flatMap(({ why }) => why ?? []),
      };
    },
  };
}

function withVerdicts(
  note: Note,
  verdictOf: (one: Resting) => Verdict | null,
  paid: readonly AnswerOrigin[],
): JudgedNote {
  let contradicted = 0;
  const judged = <T extends SupportedPoint | SupportedItem>(all: readonly T[]): (T & Judged)[] =>
    all.flatMap((one) => {
      const verdict = verdictOf(resting(one));
      if (verdict !== 'contradicted') return [{ ...one, support: shown(verdict) }];
      contradicted += 1;
      return [];
    });
  // Where there was no summary its points are the key points, which count once.
  const isOwn = note.summaryPoints !== note.keyPoints;
  const [keyPoints, actionItems] = [judged(note.keyPoints), judged(note.actionItems)];
  const ownPoints = isOwn ? judged(note.summaryPoints) : keyPoints;
  const summaryPoints = ownPoints.length > 0 ? ownPoints : keyPoints;
  const usages = [note.usage, ...paid.map(({ usage }) => usage)].filter((one) => one !== null);
  return {
    ...note,
    summary: contradicted > 0 ? summaryOf(summaryPoints) : note.summary,
    summaryPoints,
    keyPoints,
    actionItems,
    unsupported: note.unsupported + contradicted,
    usage: totalOf(usages),
  };
}

const shown = (verdict: Exclude<Verdict, 'contradicted'> | null): Judged['support'] =>
  verdict === 'not_stated' ? 'unconfirmed' : verdict;

const restingOf = ({ summaryPoints, keyPoints, actionItems }: Note): Resting[] =>
  [...summaryPoints, ...keyPoints, ...actionItems].map(resting);

const resting = (one: SupportedPoint | SupportedItem): Resting => {
  const { segment_ids, quote } = one;
  if (!('task' in one)) return { statement: one.text, segment_ids, quote };
  const { task: statement, assigned_to, due_date } = one;
  return { statement, assigned_to, due_date, segment_ids, quote };
};

/** Said twice with the same words, a statement is asked about once. */
const keyOf = ({ statement, assigned_to, due_date, segment_ids, quote }: Resting): string =>
  JSON.stringify([statement, assigned_to, due_date, segment_ids, quote]);

/** Without its quote: the segments have it. */
const toJudge = (
  one: Resting & { index: number },
  shown: ReadonlySet<number>,
): StatementToJudge => {
  const { index, statement, assigned_to, due_date } = one;
  const ids = one.segment_ids.filter((id) => shown.has(id));
  const isTask = assigned_to !== undefined && due_date !== undefined;
  return { index, statement, ...(isTask && { assigned_to, due_date }), segment_ids: ids };
};
