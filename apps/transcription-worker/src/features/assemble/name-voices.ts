import type { MatchSpeakersRequest, SpeakerMatcher } from '@memo/ai';
import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import type { Segment, SpeakerDecision, UnmatchedSpeaker } from '@memo/transcript';
import type { Answers } from '../../answers.ts';
import { voicesMatchedSchema } from '../../stage-results.ts';

interface Told {
  segments: Segment[];
  unmatched: UnmatchedSpeaker[];
}

export interface NameVoicesDeps {
  answers: Answers;
  matcher: SpeakerMatcher;
  logger: Logger;
}

/**
 * Asks the language model who the voices are that the overlaps of the chunks could not tell: one question for each
 * side, none where all are known. An answer that cannot be read is asked for once more; then these voices stay apart.
 * @throws AppError as the language model does, apart from `bad_answer`.
 */
export function createNameVoices({ answers, matcher, logger }: NameVoicesDeps) {
  return async (
    claim: StageClaim,
    { segments, unmatched }: Told,
    speakersExpected: number | null,
    signal: AbortSignal,
  ): Promise<SpeakerDecision[]> => {
    const decisions: SpeakerDecision[] = [];
    for (const voices of Map.groupBy(unmatched, ({ side }) => side).values()) {
      const request: MatchSpeakersRequest = {
        voices: voices.map(({ speakerKey, candidates }) => ({ key: speakerKey, candidates })),
        segments: segments.map(({ id, speakerKey, text, startMs, endMs }) => {
          return { id, speaker: speakerKey, text, startMs, endMs };
        }),
        speakersExpected,
      };
      for (const { key, sameAs, confidence } of await match(claim, request, signal)) {
        const voice = voices.find(({ speakerKey }) => speakerKey === key);
        if (voice === undefined) continue;
        const { side, chunk, label } = voice;
        decisions.push({ side, chunk, label, speakerKey: sameAs, confidence });
      }
    }
    return decisions;
  };

  async function match(claim: StageClaim, request: MatchSpeakersRequest, signal: AbortSignal) {
    const ask = () =>
      answers.once(claim, {
        about: matcher.question(request),
        schema: voicesMatchedSchema,
        ask: () => matcher.ask(request, signal),
      });
    try {
      const { answer } = await ask().catch((error: unknown) => {
        if (isBadAnswer(error)) return ask();
        throw error;
      });
      return matcher.judge(request, answer.value);
    } catch (error) {
      if (!isBadAnswer(error)) throw error;
      logger.warn('Voices stay apart: the language model gave two bad answers', { error });
      return [];
    }
  }
}

function isBadAnswer(error: unknown): boolean {
  return error instanceof AppError && error.code === 'bad_answer';
}
