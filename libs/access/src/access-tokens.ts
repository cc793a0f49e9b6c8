import { createSecretKey } from 'node:crypto';
import { AppError } from '@memo/errors';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

export interface AccessTokenClaims {
  userId: number;
  workspaceId: string;
  /** The user's `token_version` when it was issued. */
  tokenVersion: number;
  /** The session it was issued in, which ends it; null in tokens of releases that did not say so. */
  sessionId: string | null;
}

export interface AccessTokens {
  issue(claims: AccessTokenClaims): string;
  /** @throws AppError `unauthenticated`; CredentialOver for one that was good once. */
  verify(token: string): AccessTokenClaims;
}

export interface AccessTokenSettings {
  secret: string;
  algorithm: 'HS256' | 'HS384' | 'HS512';
  accessTokenMs: number;
}

const issuer = 'memo';
const claimsSchema = z.object({
  sub: z.string().regex(/^\d+$/),
  workspace_id: z.uuid(),
  // Tokens issued before versions were counted have none, and are of the first.
  ver: z.int().default(0),
  // Tokens of release 0.2.0 name no session. They are good until they expire.
  sid: z.uuid().nullable().default(null),
});

/** The one sentence for every way a token can be wrong: the contract's. */
export const notAuthenticated = (cause?: unknown): AppError =>
  new AppError('unauthenticated', 'Could not validate credentials', { cause });

/** Why a credential this installation has given is good no more: whoever sends it guesses nothing. */
export class CredentialOver extends AppError {
  readonly userId: number;

  constructor(userId: number, cause?: unknown) {
    const { kind, message } = notAuthenticated();
    super(kind, message, { cause });
    this.name = 'CredentialOver';
    this.userId = userId;
  }
}

export function createAccessTokens(settings: AccessTokenSettings): AccessTokens {
  const { algorithm, accessTokenMs } = settings;
  // Made once: of a text the library makes a key at every request, after it has tried whether it is a public one.
  const key = createSecretKey(settings.secret, 'utf8');
  return {
    issue: ({ userId, workspaceId, tokenVersion, sessionId }) => {
      const session = sessionId === null ? {} : { sid: sessionId };
      return jwt.sign({ workspace_id: workspaceId, ver: tokenVersion, ...session }, key, {
        algorithm,
        issuer,
        subject: String(userId),
        expiresIn: Math.round(accessTokenMs / 1_000),
      });
    },
    verify: (token) => {
      try {
        // The algorithm is pinned: a token does not choose how it is checked.
        const payload = jwt.verify(token, key, { algorithms: [algorithm], issuer });
        const claims = claimsSchema.parse(payload);
        const { sub, workspace_id: workspaceId, ver: tokenVersion, sid: sessionId } = claims;
        return { userId: Number(sub), workspaceId, tokenVersion, sessionId };
      } catch (cause) {
        throw expired(token, cause) ?? notAuthenticated(cause);
      }
    },
  };
}

/** Its time is looked at once its signature was found right. */
function expired(token: string, cause: unknown): CredentialOver | null {
  if (!(cause instanceof jwt.TokenExpiredError)) return null;
  const { success, data } = claimsSchema.safeParse(jwt.decode(token));
  return success ? new CredentialOver(Number(data.sub), cause) : null;
}
