import { createHash } from 'node:crypto';
import type { Logger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import type { z } from 'zod';

export interface Question<T> {
  /** All that the answer depends on; as JSON, it tells one question from another. */
  about: unknown;
  /** Audio sent, in ms; not given where none is. */
  audioMs?: number;
  schema: z.ZodType<T>;
  /** Asks the provider, which costs money. */
  ask: () => Promise<T>;
}

export interface Answers {
  /**
   * The kept answer to this question, or a new one that is kept the moment it arrives. A crash, a retry or a re-run
   * finds it and pays nothing for it.
   */
  once<T>(claim: StageClaim, question: Question<T>): Promise<{ key: string; answer: T }>;
  /** An answer kept before; null when there is none. */
  read<T>(key: string, schema: z.ZodType<T>): Promise<T | null>;
}

export interface AnswersDeps {
  storage: ObjectStorage;
  keys: MeetingKeys;
  logger: Logger;
}

/** Postgres stores neither NUL nor half a character, and a model may answer both. */
function storable<T>(answer: T): T {
  const clean = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
  return JSON.parse(JSON.stringify(answer, clean)) as T;
}

/** AI answers as objects in storage, one for each question of a meeting. */
export function createAnswers({ storage, keys, logger }: AnswersDeps): Answers {
  async function read<T>(key: string, schema: z.ZodType<T>): Promise<T | null> {
    const text = await storage.getText(key);
    return text === null ? null : schema.parse(JSON.parse(text));
  }

  return {
    read,
    once: async ({ meetingId }, { about, schema, ask }) => {
      const hash = createHash('sha256').update(JSON.stringify(about)).digest('hex');
      const key = keys.answer(meetingId, hash);
      const kept = await read(key, schema);
      if (kept !== null) {
        logger.info('This was answered before');
        return { key, answer: kept };
      }
      const answer = storable(await ask());
      await storage.putText(key, JSON.stringify(answer), 'application/json');
      return { key, answer };
    },
  };
}
