import { decodeJwt } from 'jose';
import { z } from 'zod';

export interface ExpectedIdToken {
  clientId: string;
  /** Google's issuer is its origin, with or without the scheme. */
  authorizationUrl: string;
  nonce: string;
}

const clockToleranceS = 30;

const claimsSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  nonce: z.string(),
  sub: z.string(),
});

/**
 * That the token was made for this sign-in at this server. Its signature is not checked: it came from the token
 * endpoint itself, over TLS, which vouches for it as well (OpenID Connect Core, 3.1.3.7).
 * @returns whose token it is.
 * @throws when it is not.
 */
export function checkIdToken(token: string | undefined, expected: ExpectedIdToken): string {
  if (token === undefined) throw new Error('The answer has no ID token');
  const { iss, aud, exp, nonce, sub } = claimsSchema.parse(decodeJwt(token));
  const { origin, host } = new URL(expected.authorizationUrl);
  if (iss !== origin && iss !== host) throw new Error('The ID token has another issuer');
  const audience = [aud].flat();
  if (audience.length !== 1 || audience[0] !== expected.clientId) {
    throw new Error('The ID token is for another client');
  }
  if (exp < Date.now() / 1_000 - clockToleranceS) throw new Error('The ID token has expired');
  if (nonce !== expected.nonce) throw new Error('The ID token has another nonce');
  return sub;
}
