import { AppError } from '@memo/errors';
import type { Logger } from '@memo/logging';
import pTimeout from 'p-timeout';
import { z } from 'zod';
import { defineRoute, type Route } from './route.ts';

/** Resolves when the named dependency can be used. */
export type ReadinessCheck = () => Promise<unknown>;

export interface HealthOptions {
  version: string;
  readiness: Readonly<Record<string, ReadinessCheck>>;
  /** What is told in the details alone: the API does its work without it. It is logged once, until it changes. */
  advice?: Readonly<Record<string, ReadinessCheck>>;
  logger: Logger;
  /** How long a check may take, in ms. */
  checkTimeoutMs?: number;
}

/** `/health`: the process answers. `/ready`: so does everything it cannot work without. */
export function createHealthRoutes({
  version,
  readiness,
  advice = {},
  logger,
  checkTimeoutMs = 2_000,
}: HealthOptions): Route[] {
  const readySchema = z.object({
    status: z.enum(['ready', 'not_ready']),
    checks: z.record(z.string(), z.enum(['ok', 'failed'])),
    details: z
      .record(z.string(), z.string())
      .optional()
      .describe(
        'What is wrong and what to set right, for operators; also of what does not keep it from being ready',
      ),
  });
  let underWay: ReturnType<typeof runAll> | undefined;
  /** As it was logged: it may stand as long as the process does, and this is asked every few seconds. */
  const lastAdvice = new Map<string, Problem | null>();
  return [
    defineRoute({
      method: 'get',
      path: '/health',
      contract: true,
      prefixes: [''],
      tags: ['Health'],
      auth: 'none',
      unlimited: true,
      summary: 'Is the process alive?',
      responses: {
        200: {
          description: 'It is',
          schema: z.object({ status: z.literal('healthy'), version: z.string() }),
          example: { status: 'healthy', version },
        },
      },
      handler: () => ({ status: 200, body: { status: 'healthy', version } }),
    }),
    defineRoute({
      method: 'get',
      path: '/ready',
      prefixes: [''],
      tags: ['Health'],
      auth: 'none',
      unlimited: true,
      summary: 'Can it take requests?',
      responses: {
        200: {
          description: 'Yes',
          schema: readySchema,
          example: { status: 'ready', checks: { postgres: 'ok', storage: 'ok' } },
        },
        503: {
          description: 'A dependency does not answer',
          schema: readySchema,
          example: {
            status: 'not_ready',
            checks: { postgres: 'ok', storage: 'failed' },
            details: { storage: 'The file storage does not answer. Check S3_ENDPOINT.' },
          },
        },
      },
      handler: async () => {
        // Requests that come meanwhile get the same answer: there is no limit on how often this is asked.
        underWay ??= runAll().finally(() => {
          underWay = undefined;
        });
        const { checks, details } = await underWay;
        const ready = Object.values(checks).every((result) => result === 'ok');
        return {
          status: ready ? 200 : 503,
          body: {
            status: ready ? 'ready' : 'not_ready',
            checks,
            ...(Object.keys(details).length > 0 && { details }),
          },
        };
      },
    }),
  ];

  async function runAll() {
    const [checked, advised] = await Promise.all([runEach(readiness), runEach(advice)]);
    for (const [name, problem] of checked)
      if (problem !== null) logger.warn('not ready', { check: name, error: problem.error });
    for (const [name, problem] of advised) {
      if (problem !== null && problem.sentence !== lastAdvice.get(name)?.sentence) {
        const { error, sentence } = problem;
        const what = 'ready, and not as it should be';
        // Made by the check itself, with nothing behind it that a stack would show.
        logger.warn(what, sentence === null ? { check: name, error } : { check: name, sentence });
      }
      lastAdvice.set(name, problem);
    }
    const checks = checked.map(
      ([name, problem]) => [name, problem === null ? 'ok' : 'failed'] as const,
    );
    const details = [...checked, ...advised].flatMap(([name, problem]) =>
      problem?.sentence == null ? [] : [[name, problem.sentence] as const],
    );
    return { checks: Object.fromEntries(checks), details: Object.fromEntries(details) };
  }

  function runEach(some: Readonly<Record<string, ReadinessCheck>>) {
    return Promise.all(
      Object.entries(some).map(async ([name, check]) => [name, await run(name, check)] as const),
    );
  }

  async function run(name: string, check: ReadinessCheck): Promise<Problem | null> {
    try {
      await pTimeout(
        Promise.resolve().then(() => check()),
        {
          milliseconds: checkTimeoutMs,
          message: new AppError('timeout', `${name} did not answer in ${checkTimeoutMs} ms.`),
        },
      );
      return null;
    } catch (error) {
      return { error, sentence: error instanceof NotReady ? error.message : null };
    }
  }
}

/** Why a check failed. */
interface Problem {
  error: unknown;
  /** For whoever asks; null where it is for the log alone. */
  sentence: string | null;
}

/** Why a dependency cannot be used, in words that may be shown to whoever asks. */
export class NotReady extends AppError {
  constructor(sentence: string, cause?: unknown) {
    super('unavailable', sentence, { code: 'not_ready', cause });
  }
}
