import { createHash, hash as hashOf } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '@memo/errors';
import type { Request } from 'express';
import { preconditionFailed } from './errors.ts';

/** Pieces that are read before others get their turn. */
const piecesAtOnce = 500;

/** Of a body that is there as a whole. A weak tag, as `entityTag`. */
export const tagOf = (body: Buffer): string => `W/"${hashOf('sha256', body, 'base64url')}"`;

/** A weak tag: what it names may be sent compressed or as it is. */
export async function entityTag(pieces: Iterable<string>): Promise<string> {
  const hash = createHash('sha256');
  let read = 0;
  for (const piece of pieces) {
    // Where one piece ends and the next begins counts, too.
    hash.update(`${piece.length}:${piece}`);
    read += 1;
    if (read % piecesAtOnce === 0) await setImmediate();
  }
  return `W/"${hash.digest('base64url')}"`;
}

/** Whether a list of entity tags, or the * for any, has this one; the tag is compared as it is written. */
export const names = (tags: string, etag: string): boolean =>
  tags.split(',').some((tag) => [etag, '*'].includes(tag.trim()));

/**
 * Whether the client has this version already. Not by `req.fresh`: fetch() sends `Cache-Control: no-cache` beside a
 * condition, which is for caches on the way.
 */
export function hasCurrent(req: Request, etag: string): boolean {
  const ifNoneMatch = req.get('If-None-Match')?.replaceAll('W/', '');
  return ifNoneMatch !== undefined && names(ifNoneMatch, etag.replace('W/', ''));
}

/**
 * Keeps a client from writing over what it has not seen: with `If-Match` it says which version it knows. Without it, it
 * writes over any. Weak tags count as they do for reading: both name what was read, not bytes.
 * @throws AppError that is answered with 412.
 */
export function requireMatch(req: Request, etag: string): void {
  const ifMatch = req.get('If-Match')?.replaceAll('W/', '');
  if (ifMatch === undefined || names(ifMatch, etag.replace('W/', ''))) return;
  throw new AppError('conflict', changedSince, { code: preconditionFailed });
}

export const changedSince =
  'Somebody changed this since you read it. Read it again, and make your change to what it is now.';
