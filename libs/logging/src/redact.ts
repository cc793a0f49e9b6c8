import { describeError } from './describe-error.ts';
import { maskSecrets } from './mask-secrets.ts';

const maskedValue = '[redacted]';
const maxDepth = 6;
const maxItems = 100;

const secretKey =
  /authorization|passw(or)?d|token|secret|api[-_]?key|private[-_]?key|cookie|jwt|credential|signature/i;
const tokenCount = /tokens$/i;

/**
 * A copy of any value that is safe to log: secrets masked by key name at any depth and inside strings, errors
 * described, depth and length bounded (which also ends cycles).
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= maxDepth) return '[too deep]';
  if (Array.isArray(value)) return redactItems(value, depth);
  if (value instanceof Date) return value.toJSON();
  if (value instanceof URL) return maskSecrets(value.href);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isSecret(key, item) ? maskedValue : redact(item, depth + 1),
    ]),
  );
}

function redactItems(items: unknown[], depth: number): unknown[] {
  const kept = items.slice(0, maxItems).map((item) => redact(item, depth + 1));
  return items.length > maxItems ? [...kept, `[${items.length - maxItems} more]`] : kept;
}

function isSecret(key: string, value: unknown): boolean {
  // Nothing to hide, and worth seeing: `password: null`, `hasToken: false`.
  if (value === null || value === undefined || typeof value === 'boolean') return false;
  // What a model charged for (`inputTokens: 512`) is a count, not a credential.
  if (typeof value === 'number' && tokenCount.test(key)) return false;
  return secretKey.test(key);
}
