import bytes from 'bytes';
import { z } from 'zod';

/** `50MB`, `1.5GB` or a plain number of bytes, as a number of bytes (1 MB = 1024² bytes). */
export const byteSize = z.string().transform((text, context) => {
  const parsed = bytes.parse(text);
  if (parsed !== null && parsed > 0) return parsed;
  context.addIssue({ code: 'custom', message: `"${text}" is not a size; write it like 50MB` });
  return z.NEVER;
});

/** `https://a/Path, memo://b` as a list, as it is written. */
export const exactList = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** `mp3, WAV` as `['mp3', 'wav']`. */
export const commaList = exactList.transform((items) => items.map((item) => item.toLowerCase()));

/** `true` or `false`. */
export const flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false']))
  .transform((text) => text === 'true');

/**
 * Whose forwarding headers are believed: nobody's (empty), those of so many proxies in front (`1`), or those of the
 * addresses and ranges listed (`10.0.0.0/8, loopback`). As Express takes it.
 */
export const trustedProxies = z.string().transform((text): number | false | string[] => {
  const list = text.trim();
  if (list === '' || list === 'false') return false;
  return /^\d+$/.test(list) ? Number(list) : list.split(',').map((item) => item.trim());
});

/** `name=value,other=a%20value` as an object; what stands for other characters is decoded, as OpenTelemetry writes it. */
export const keyValues = exactList.transform((items, context) => {
  const pairs = items.map((item) => /^([\w-]+)\s*=\s*(.+)$/.exec(item));
  const decoded = pairs.map((pair) => [pair?.[1] ?? '', decode(pair?.[2] ?? '')] as const);
  if (!pairs.includes(null) && decoded.every(([, value]) => value !== null)) {
    return Object.fromEntries(decoded) as Record<string, string>;
  }
  context.addIssue({
    code: 'custom',
    message: 'must be a list like name=value,other=a%20value, with %25 for a percent sign',
  });
  return z.NEVER;
});

/** Null where a percent sign stands for nothing. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const number = z.coerce.number('must be a number');

export const port = number.int().min(0).max(65_535);

export const positive = number.positive();

export const share = number.min(0).max(1);

export const positiveInteger = number.int().positive();

/** What is wrong about an address; one that is not there is told of elsewhere. */
export const addressLike =
  (example: string) =>
  ({ input }: { input?: unknown }): string | undefined =>
    input === undefined ? undefined : `must be an address like ${example}`;

export const nodeEnvironment = z.enum(['development', 'production', 'test']).default('production');
