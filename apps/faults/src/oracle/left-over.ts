import { createDatabase } from '@memo/entities/connections';
import { verifyAudit } from '@memo/journal';
import type { System } from '../system/start-system.ts';

/** What no meeting has, and no sweep will remove: what is written down as unclaimed goes by itself after a day. */
export async function orphansOf({ database, storage, s3 }: System): Promise<string[]> {
  const known = await database.query<{ id: string }[]>('SELECT id FROM meetings');
  const unclaimed = await database.query<{ prefix: string }[]>(
    'SELECT prefix FROM unclaimed_objects',
  );
  const ids = new Set(known.map(({ id }) => id));
  const keys = await storage.listKeys('');
  const isUnclaimed = (key: string) => unclaimed.some(({ prefix }) => key.startsWith(prefix));
  const isKnown = (key: string) => {
    const id = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.exec(key)?.[0];
    return id !== undefined && ids.has(id);
  };
  const objects = keys.filter((key) => !isKnown(key) && !isUnclaimed(key));
  const uploads = (await s3.openUploads()).filter((key) => !isUnclaimed(key));
  return [...objects, ...uploads.map((key) => `an upload of ${key}`)];
}

export async function brokenChains({ database }: System): Promise<string[]> {
  const broken: string[] = [];
  for await (const chain of verifyAudit(createDatabase(database))) {
    if (chain.broken !== null) broken.push(`the audit chain of ${chain.workspaceId} is broken`);
  }
  return broken;
}
