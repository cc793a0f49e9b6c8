import { createHash } from 'node:crypto';
import { newId } from '@memo/entities';
import type { Dependency } from '@memo/errors';
import type { Logger } from '@memo/logging';
import type { StageClaim } from '@memo/pipeline';
import type { MeetingKeys, ObjectStorage } from '@memo/storage';
import { z } from 'zod';
import type { AiCalls, PaidAnswer } from './ai-calls.ts';
import { createKeep } from './keep.ts';

export interface Question<T extends PaidAnswer> {
  /** All that the answer depends on; as JSON, it tells one question from another. */
  about: unknown;
  /** Audio sent, in ms; not given where none is. */
  audioMs?: number;
  schema: z.ZodType<T>;
  /** Who is asked. */
  of: Extract<Dependency, 'speech' | 'language'>;
  /** Asks the provider, which costs money; not to be given up with the lease (`untilAnswered`). */
  ask: () => Promise<T>;
}

export interface Answers {
  /**
   * The kept answer to this question, or a new one that is kept and put on the ledger the moment it arrives. A crash, a
   * retry or a re-run finds it, pays nothing for it and makes good what is missing on the ledger. What a provider
   * answered and the network lost was billed too, and is in neither.
   * While the storage takes no writes the answer is held and the write repeated, for as long as the signal lets it and a
   * moment longer.
   * @throws the signal's reason before anything is asked.
   */
  once<T extends PaidAnswer>(
    claim: StageClaim,
    question: Question<T>,
    signal: AbortSignal,
  ): Promise<{ key: string; answer: T }>;
  /** The kept answer to this question; null when there is none, and nobody is asked. */
  kept<T extends PaidAnswer>(
    claim: StageClaim,
    question: Omit<Question<T>, 'ask' | 'of'>,
  ): Promise<{ key: string; answer: T } | null>;
  /** An answer kept before; null when there is none. */
  read<T>(key: string, schema: z.ZodType<T>): Promise<T | null>;
}

export interface AnswersDeps {
  storage: Pick<ObjectStorage, 'getText' | 'putText'>;
  keys: MeetingKeys;
  calls: AiCalls;
  /** Told of every answer that was asked for, good or bad: whoever gave it is there. */
  answered: (dependency: Dependency) => void;
  logger: Logger;
}

/** An answer as it is kept. The id makes two equal answers two, as the provider bills them. */
const keptSchema = z.object({ id: z.uuid(), arrivedAt: z.iso.datetime(), answer: z.unknown() });

/** Postgres stores neither NUL nor half a character, and a model may answer both. */
function storable<T>(answer: T): T {
  const clean = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
  return JSON.parse(JSON.stringify(answer, clean)) as T;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** AI answers as objects in storage, one for each question of a meeting. */
export function createAnswers({ storage, keys, calls, answered, logger }: AnswersDeps): Answers {
  const keep = createKeep(storage);

  async function find<T>(key: string, schema: z.ZodType<T>) {
    const text = await storage.getText(key);
    if (text === null) return null;
    const object: unknown = JSON.parse(text);
    const kept = keptSchema.safeParse(object).data;
    // Before there was a ledger an answer was kept bare.
    return {
      text,
      answer: schema.parse(kept === undefined ? object : kept.answer),
      arrivedAt: kept === undefined ? new Date() : new Date(kept.arrivedAt),
    };
  }

  const keyOf = (claim: StageClaim, about: unknown): string =>
    keys.answer(claim.meetingId, hashOf(JSON.stringify(about)));

  const kept: Answers['kept'] = async (claim, { about, audioMs = null, schema }) => {
    const key = keyOf(claim, about);
    const found = await find(key, schema);
    if (found === null) return null;
    logger.info('This was answered before');
    const { text, answer, arrivedAt } = found;
    await calls.record(claim, { answer, answerHash: hashOf(text), audioMs, arrivedAt });
    return { key, answer };
  };

  return {
    read: async (key, schema) => (await find(key, schema))?.answer ?? null,
    kept,
    once: async (claim, { ask, ...question }, signal) => {
      const found = await kept(claim, question);
      if (found !== null) return found;
      signal.throwIfAborted();
      const { about, audioMs = null } = question;
      const key = keyOf(claim, about);
      const answer = storable(await ask());
      answered(question.of);
      const arrivedAt = new Date();
      const text = JSON.stringify({ id: newId(), arrivedAt, answer });
      // Each is done whatever becomes of the other: what is not kept was paid for all the same.
      const done = await Promise.allSettled([
        keep(key, text, signal),
        calls.record(claim, { answer, answerHash: hashOf(text), audioMs, arrivedAt }),
      ]);
      for (const outcome of done) if (outcome.status === 'rejected') throw outcome.reason;
      return { key, answer };
    },
  };
}
