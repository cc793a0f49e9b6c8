import { createHash, randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { cookieOf, hostCookie } from '../../../http/cookies.ts';

/**
 * What the browser or app that begins a sign-in keeps to itself, and shows where it ends: a cookie, or the verifier of a
 * challenge (RFC 7636, S256). Without it somebody could begin a sign-in, and have another person end up in it.
 */
export interface BeginnerProof {
  secret: string | null;
  verifier: string | null;
}

/** What a sign-in under way is known by; both are hashes. */
export interface Beginner {
  secretHash: string;
  challenge: string | null;
}

/** How long a person may take at the provider. */
export const flowTtlMs = 600_000;
/** How long the code of a redirect is good for. */
export const grantTtlMs = 60_000;

const cookieName = '__Host-memo-sign-in';
const secretForm = /^[\w-]{43}$/;

/** The secret of the browser; it has one for all sign-ins it has under way. */
export function secretOf(req: Request): string | null {
  const secret = cookieOf(req, cookieName);
  return secret !== null && secretForm.test(secret) ? secret : null;
}

export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Good until a sign-in that begins now is over, with its code. */
export const secretCookie = (secret: string): string =>
  hostCookie(cookieName, secret, (flowTtlMs + grantTtlMs) / 1000);

export const hashOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');

/** Whoever gave a challenge must have its verifier; others must have the cookie. */
export const isBeginner = (
  { secretHash, challenge }: Beginner,
  { secret, verifier }: BeginnerProof,
): boolean => {
  const [shown, due] = challenge === null ? [secret, secretHash] : [verifier, challenge];
  return shown !== null && hashOf(shown) === due;
};
