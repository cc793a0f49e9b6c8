import { createHash } from 'node:crypto';

/** What a request says, apart from where it came from. */
export interface Content {
  fields: unknown;
  /** The SHA-256 of each file, in lower-case hex, by its side. */
  files?: Readonly<Record<string, string>>;
}

/** One text for everything that is equal: the order of fields is nothing that was said. */
export const fingerprintOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder(value)))
    .digest('hex');

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, inOrder(one)]);
}
