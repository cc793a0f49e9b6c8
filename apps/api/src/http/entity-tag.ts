import { createHash, hash as hashOf } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Request } from 'express';

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
