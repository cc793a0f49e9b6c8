import type { GenerateHandler, GenerateRequest } from './types.ts';

/** A statement that a model is asked to judge. */
export interface StatementAsked {
  index: number;
  statement: string;
  segment_ids: number[];
}

interface Verdict {
  index: number;
  verdict: string;
}

/** The statements that a request asks about; none where it asks for something else. */
export const statementsOf = ({
  instructions,
}: Pick<GenerateRequest, 'instructions'>): StatementAsked[] =>
  instructions.includes('=== STATEMENTS BEGIN ===')
    ? instructions
        .split('\n')
        .filter((line) => line.startsWith('{"index":'))
        .map((line) => JSON.parse(line) as StatementAsked)
    : [];

/** Judges each statement so; undefined: without a verdict. */
export const answerSupport =
  (verdictOf: (statement: string) => string | undefined): GenerateHandler =>
  (request) => ({
    verdicts: statementsOf(request).flatMap(({ index, statement }): Verdict[] => {
      const verdict = verdictOf(statement);
      return verdict === undefined ? [] : [{ index, verdict }];
    }),
  });
