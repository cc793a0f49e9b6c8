import { newId, type Scope } from '@memo/entities';
import type { Logger } from '@memo/logging';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { templateSchema, type WireTemplate } from './templates.schemas.ts';

export interface TemplatesCache {
  /** The workspace's templates as kept, or as `load` gives them. Redis away means `load`, never an error. */
  read(scope: Scope, load: () => Promise<WireTemplate[]>): Promise<WireTemplate[]>;
  /** Makes every process load anew. To be called after the commit of each change; never fails. */
  invalidate(scope: Scope): Promise<void>;
}

export interface TemplatesCacheDeps {
  redis: Pick<Redis, 'get' | 'set'>;
  logger: Logger;
}

const keptSeconds = 60;
// Far longer than a list is kept: when a version is forgotten, no list from before it is left.
const versionSeconds = 24 * 60 * 60;

const keptSchema = z.array(templateSchema);

/**
 * A workspace's list of templates in Redis, shared by all API processes. Its key holds the workspace's version, and
 * every change sets a version that never was before. A reader that began before a change can keep what it read only
 * under the old version, which no request reads any more.
 *
 * A change whose invalidation could not be sent (Redis away, or the process gone right after the commit) stays unseen
 * in lists until what was kept expires: `keptSeconds`, plus the time the slowest reader of the old rows took.
 */
export function createTemplatesCache({ redis, logger }: TemplatesCacheDeps): TemplatesCache {
  const versionKey = ({ workspaceId }: Scope) => `templates:${workspaceId}:version`;

  async function orNull<T>(command: Promise<T>): Promise<T | null> {
    try {
      return await command;
    } catch (error) {
      logger.debug('Templates are read without the cache', { error });
      return null;
    }
  }

  const currentKey = async (scope: Scope): Promise<string> => {
    const version = (await redis.get(versionKey(scope))) ?? 'first';
    return `templates:${scope.workspaceId}:${version}`;
  };

  return {
    read: async (scope, load) => {
      const key = await orNull(currentKey(scope));
      if (key === null) return load();
      const kept = parse(await orNull(redis.get(key)));
      if (kept !== null) return kept;
      const templates = await load();
      await orNull(redis.set(key, JSON.stringify(templates), 'EX', keptSeconds));
      return templates;
    },

    invalidate: async (scope) => {
      try {
        await redis.set(versionKey(scope), newId(), 'EX', versionSeconds);
      } catch (error) {
        logger.warn('A change to templates shows in lists only once the kept ones expire', {
          error,
        });
      }
    },
  };
}

/** Null also for what another release kept in another form. */
function parse(text: string | null): WireTemplate[] | null {
  if (text === null) return null;
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
