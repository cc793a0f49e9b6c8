import type { JobProducer } from '@memo/jobs';
import type { ObjectStorage } from '@memo/storage';
import { AppError } from '@memo/errors';
import { setTimeout as pause } from 'node:timers/promises';
import { NotReady, type ReadinessCheck } from './http/health.ts';

interface ReadinessDeps {
  /** Whether the tables are those of this release. */
  isMigrated: () => Promise<boolean>;
  storage: Pick<ObjectStorage, 'ping'>;
  producer: Pick<JobProducer, 'workers'>;
  /** Sentences about the engines that are chosen and cannot be used; empty when all can. */
  engineProblems: () => Promise<readonly string[]>;
  /** Whether the role of this process could change what the audit log says. */
  mayChangeAudit: () => Promise<boolean>;
}

/** Shorter than a check may take, so that silence is told in words, too. */
const silentAfterMs = 1_500;

/** What the API cannot work without, and what it can: without Redis it takes recordings, and the sweeper queues them later. */
export function readinessOf(deps: ReadinessDeps) {
  const { isMigrated, storage, producer, engineProblems, mayChangeAudit } = deps;
  const readiness: Record<string, ReadinessCheck> = {
    postgres: async () => {
      const migrated = await orNotReady(
        isMigrated(),
        () => 'The database does not answer. Check DATABASE_URL.',
      );
      if (!migrated) {
        throw new NotReady(
          'The database does not have the tables of this release. Run: npm run migrate.',
        );
      }
    },
    storage: () =>
      orNotReady(storage.ping(), (cause) =>
        cause instanceof AppError && cause.kind === 'misconfigured'
          ? 'The storage bucket cannot be used. Check S3_BUCKET_NAME, S3_ENDPOINT, AWS_REGION and the AWS keys.'
          : 'The file storage does not answer. Check S3_ENDPOINT.',
      ),
  };
  const advice: Record<string, ReadinessCheck> = {
    redis: () =>
      orNotReady(
        producer.workers(),
        () =>
          'Redis does not answer. Check REDIS_URL. Recordings are taken, and transcribed once it does.',
      ),
    engine: async () => {
      const problems = await engineProblems();
      if (problems.length > 0) throw new NotReady(problems.join(' '));
    },
    audit_role: async () => {
      // Of a database that is away another check tells.
      if (!(await mayChangeAudit().catch(() => false))) return;
      throw new NotReady(
        'The role in DATABASE_URL may change the audit log. Give the processes a role of their own, and the owner of the tables in DATABASE_OWNER_URL to npm run migrate.',
      );
    },
  };
  return { readiness, advice };
}

async function orNotReady<T>(answer: Promise<T>, sentence: (cause: unknown) => string): Promise<T> {
  const given = new AbortController();
  const silent = pause(silentAfterMs, undefined, { signal: given.signal }).then(() => {
    throw new Error('No answer.');
  });
  try {
    return await Promise.race([answer, silent]);
  } catch (cause) {
    throw new NotReady(sentence(cause), cause);
  } finally {
    silent.catch(() => undefined);
    given.abort();
  }
}
