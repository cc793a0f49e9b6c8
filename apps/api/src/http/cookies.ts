import type { Request } from 'express';

/** The value of a cookie the request brings, as it is written; null without one. */
export function cookieOf(req: Request, name: string): string | null {
  for (const pair of (req.get('cookie') ?? '').split(';')) {
    const [key = '', ...value] = pair.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return null;
}

/**
 * A cookie for this host alone, that scripts cannot read. Browsers take the prefix `__Host-` over HTTPS, and over plain
 * HTTP from this machine itself.
 * @param value of letters, digits, `.`, `_` and `-`.
 */
export const hostCookie = (name: `__Host-${string}`, value: string, seconds: number): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;
