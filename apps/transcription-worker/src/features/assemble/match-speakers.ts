import type { MatchSpeakersRequest, SpeakerMatcher } from '@memo/ai';
import { matchesGenerationSchema } from '@memo/ai/answers';
import type { Logger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import type { Segment, SpeakerDecision, UnmatchedSpeaker } from '@memo/transcript';
import type { Answers } from '../../answers/answers.ts';
import { untilAnswered } from '../../answers/until-answered.ts';
import { mayGoWithout } from './go-without.ts';

interface Told {
  segments: Segment[];
  unmatched: UnmatchedSpeaker[];
}

export interface MatchSpeakersDeps {
  answers: Answers;
  matcher: SpeakerMatcher;
  logger: Logger;
}

/**
 * Asks the language model who the speakers are where the overlaps of the chunks could not tell: one question for each
 * side, none where all are known. An answer that cannot be read is asked for once more; then these speakers stay apart.
 * @throws AppError as the language model does, as long as it is worth waiting for.
 */
export function createMatchSpeakers({ answers, matcher, logger }: MatchSpeakersDeps) {
  return async (
    claim: StageClaim,
    { segments, unmatched }: Told,
    speakersExpected: number | null,
    signal: AbortSignal,
  ): Promise<SpeakerDecision[]> => {
    const decisions: SpeakerDecision[] = [];
    for (const speakers of Map.groupBy(unmatched, ({ side }) => side).values()) {
      const request: MatchSpeakersRequest = {
        speakers: speakers.map(({ speakerKey, candidates }) => ({ key: speakerKey, candidates })),
        segments: segments.map(({ id, speakerKey, text, startMs, endMs }) => {
          return { id, speaker: speakerKey, text, startMs, endMs };
        }),
        speakersExpected,
      };
      for (const { key, sameAs, confidence } of await match(claim, request, signal)) {
        const speaker = speakers.find(({ speakerKey }) => speakerKey === key);
        if (speaker === undefined) continue;
        const { side, chunk, label } = speaker;
        decisions.push({ side, chunk, label, speakerKey: sameAs, confidence });
      }
    }
    return decisions;
  };

  async function match(claim: StageClaim, request: MatchSpeakersRequest, signal: AbortSignal) {
    try {
      return await ask(claim, request, signal);
    } catch (error) {
      if (!mayGoWithout(claim, error)) throw error;
      logger.warn('Nobody could be asked who the speakers are', { error });
      return [];
    }
  }

  async function ask(claim: StageClaim, request: MatchSpeakersRequest, signal: AbortSignal) {
    for (const attempt of [1, 2]) {
      const question = {
        about: [matcher.question(request), attempt],
        schema: matchesGenerationSchema,
        of: 'language' as const,
        ask: () => matcher.ask(request, untilAnswered(signal)),
      };
      const { answer } = await answers.once(claim, question, signal);
      const { value, problem } = answer;
      if (value !== null) return matcher.judge(request, value);
      logger.warn('A language model gave a bad answer about speakers', { attempt, problem });
    }
    return [];
  }
}
