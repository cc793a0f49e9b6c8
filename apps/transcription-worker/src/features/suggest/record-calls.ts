import { randomUUID } from 'node:crypto';
import type { LanguageModel, SpeechRecognizer } from '@memo/ai';
import type { Logger } from '@memo/logging';
import type { AiCalls, PaidAnswer } from '../../answers/ai-calls.ts';

export interface RecordCallsDeps {
  calls: AiCalls;
  recognizer: SpeechRecognizer;
  languageModel: LanguageModel;
  logger: Logger;
}

/**
 * The same engines, with every answer, good or bad, put on this workspace's ledger. Nothing of a suggestion is kept that
 * could be recorded later, and somebody waits: what the ledger does not take goes to the log.
 */
export function recordCalls(
  { calls, recognizer, languageModel, logger }: RecordCallsDeps,
  workspaceId: string,
): Pick<RecordCallsDeps, 'recognizer' | 'languageModel'> {
  async function recorded<T extends PaidAnswer>(
    asked: Promise<T>,
    audioMs: number | null = null,
  ): Promise<T> {
    const answer = await asked;
    const { provider, model, usage } = answer;
    const arrived = { answer, answerHash: randomUUID(), audioMs, arrivedAt: new Date() };
    await calls
      .record({ workspaceId, meetingId: null, stage: 'suggest' }, arrived)
      .catch((error: unknown) => {
        const lost = { workspaceId, provider, model, usage, audioMs, error };
        logger.error('A suggestion was paid for and is not on the ledger', lost);
      });
    return answer;
  }

  return {
    recognizer: {
      ...recognizer,
      recognize: (request) => recorded(recognizer.recognize(request), request.durationMs),
    },
    languageModel: {
      ...languageModel,
      generate: (request) => recorded(languageModel.generate(request)),
    },
  };
}
