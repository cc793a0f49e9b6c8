import type { AskSupportOnce, JudgedNote, Note, SpokenSegment, SupportChecker } from '@memo/ai';
import { supportGenerationSchema } from '@memo/ai/answers';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import type { Answers } from '../../answers/answers.ts';
import { untilAnswered } from '../../answers/until-answered.ts';

export interface CheckSupportDeps {
  answers: Answers;
  /** Null where no second question is asked. */
  checker: SupportChecker | null;
  logger: Logger;
}

export type CheckSupport = (
  claim: StageClaim,
  note: Note,
  segments: readonly SpokenSegment[],
  signal: AbortSignal,
) => Promise<Note | JudgedNote>;

/**
 * Has every statement of a note read a second time, where that is wanted. It is a courtesy: what stays without an answer is
 * shown without a verdict, and operators are told.
 * @throws AppError as long as it is worth waiting for: what was answered before is kept, and not paid for again.
 */
export function createCheckSupport({ answers, checker, logger }: CheckSupportDeps): CheckSupport {
  return async (claim, note, segments, signal) => {
    if (checker === null) return note;
    const once: AskSupportOnce = async (question) => {
      const asked = { ...question, schema: supportGenerationSchema, of: 'language' } as const;
      return (await answers.once(claim, asked, signal)).answer;
    };
    try {
      const { note: judged, problems } = await checker.check(
        note,
        segments,
        once,
        untilAnswered(signal),
      );
      for (const problem of problems) {
        logger.warn('Statements of a note have no verdict: the answers about them were bad', {
          problem,
        });
      }
      return judged;
    } catch (error) {
      if (signal.aborted || isWorthWaiting(claim, error)) throw error;
      logger.warn('A note is shown without verdicts: nobody could be asked about it', { error });
      return checker.unread(note);
    }
  };
}

/** Some minutes: the note is there, and people wait for it. */
const mostWaits = 8;
/** The last try is the one that fails for good. */
const lastTry = 3;

function isWorthWaiting({ attempts, waits }: StageClaim, thrown: unknown): boolean {
  if (!(thrown instanceof AppError)) return attempts < lastTry;
  const of = thrown.away ?? thrown.failedAt;
  // Without a database or a bucket the note itself can neither be kept nor shown.
  if (of !== undefined && of !== 'language') return true;
  switch (thrown.kind) {
    case 'rate_limited':
      return thrown.code !== 'quota_exhausted' && waits < mostWaits;
    case 'unavailable':
    case 'timeout':
    case 'internal':
      return of === undefined ? attempts < lastTry : waits < mostWaits && attempts < lastTry;
    default:
      return false;
  }
}
