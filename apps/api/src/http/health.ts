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
  logger: Logger;
  /** How long a check may take, in ms. */
  checkTimeoutMs?: number;
}

/** `/health`: the process answers. `/ready`: so does everything it cannot work without. */
export function createHealthRoutes({
  version,
  readiness,
  logger,
  checkTimeoutMs = 2_000,
}: HealthOptions): Route[] {
  const readySchema = z.object({
    status: z.enum(['ready', 'not_ready']),
    checks: z.record(z.string(), z.enum(['ok', 'failed'])),
  });
  let underWay: ReturnType<typeof runAll> | undefined;
  return [
    defineRoute({
      method: 'get',
      path: '/health',
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
          example: { status: 'not_ready', checks: { postgres: 'ok', storage: 'failed' } },
        },
      },
      handler: async () => {
        // Requests that come meanwhile get the same answer: there is no limit on how often this is asked.
        underWay ??= runAll().finally(() => {
          underWay = undefined;
        });
        const checks = await underWay;
        const ready = Object.values(checks).every((result) => result === 'ok');
        return {
          status: ready ? 200 : 503,
          body: { status: ready ? 'ready' : 'not_ready', checks },
        };
      },
    }),
  ];

  async function runAll(): Promise<Record<string, 'ok' | 'failed'>> {
    const results = await Promise.all(
      Object.entries(readiness).map(
        async ([name, check]) => [name, await run(name, check)] as const,
      ),
    );
    return Object.fromEntries(results);
  }

  async function run(name: string, check: ReadinessCheck): Promise<'ok' | 'failed'> {
    try {
      await pTimeout(check(), {
        milliseconds: checkTimeoutMs,
        message: new AppError('timeout', `${name} did not answer in ${checkTimeoutMs} ms.`),
      });
      return 'ok';
    } catch (error) {
      logger.warn('not ready', { check: name, error });
      return 'failed';
    }
  }
}
