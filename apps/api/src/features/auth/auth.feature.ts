import type { AccessTokens } from '@memo/access';
import type { ApiConfig } from '@memo/config';
import type { Database, Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { Redis } from 'ioredis';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Feature } from '../../feature.ts';
import type { Letters } from '../../outbox/letters.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import { sweepEveryMs } from '../../sweeper/sweeper.ts';
import { createAuthRepository } from './auth.repository.ts';
import { createAuthRoutes } from './auth.routes.ts';
import { createAuthService } from './auth.service.ts';
import type { Account } from './account.ts';
import { createByMail } from './by-mail/by-mail.feature.ts';
import { createDevices } from './device.ts';
import { createGuesses } from './guesses.ts';
import { createMeetInAuthRoutes } from './meetin/meetin-auth.routes.ts';
import type { Passwords } from './passwords.ts';
import { createProfileRoutes } from './profile/profile.routes.ts';
import { createProfileService } from './profile/profile.service.ts';
import { createProof, proveCaller, type ProveCaller } from './proof.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in/sign-in.feature.ts';

export interface AuthFeatureDeps {
  config: Pick<ApiConfig, 'auth' | 'signIn'>;
  database: Database;
  accessTokens: AccessTokens;
  /** Whether this installation takes such an account. */
  admits: (account: Account['user']) => boolean;
  transact: Transact;
  audit: AuditLog;
  /** Shared with whatever else checks passwords: what is done at once is bounded for all together. */
  passwords: Passwords;
  redis: Redis;
  rateLimits: RateLimits;
  outbox: Outbox;
  letters: Letters;
  logger: Logger;
}

export interface AuthFeature extends Feature {
  /** For what only the person may do, and not whoever has their token. */
  prove: ProveCaller;
}

export function createAuthFeature(deps: AuthFeatureDeps): AuthFeature {
  const { config, database, accessTokens, admits, redis, ...shared } = deps;
  const repository = createAuthRepository(database);
  const { secret, refreshTokenMs } = config.auth;
  const { companyDomains } = config.signIn;
  const { audit } = shared;
  const sessions = createSessions({
    ...{ repository, accessTokens, refreshTokenMs, admits, audit },
  });
  const devices = createDevices(secret);
  const { passwords } = deps;
  const guesses = createGuesses(deps);
  const service = createAuthService({
    ...shared,
    ...{ repository, sessions, devices, companyDomains, passwords, guesses },
  });
  const prove = proveCaller(createProof({ database, repository, devices, passwords, guesses }));
  const byMailRoutes = createByMail({
    ...shared,
    ...{ database, redis, secret, repository, passwords, prove },
  });
  const signInRoutes = createSignIn({
    ...shared,
    settings: config.signIn,
    database,
    redis,
    secret,
    sessions,
    accounts: repository,
  });
  const profile = createProfileService({ ...shared, database, auth: service });
  return {
    routes: [
      ...createAuthRoutes(service),
      ...createMeetInAuthRoutes(service),
      ...createProfileRoutes(profile),
      ...byMailRoutes,
      ...signInRoutes,
    ],
    sweeps: {
      pruneRefreshTokens: {
        everyMs: sweepEveryMs,
        run: () => repository.pruneRefreshTokens(),
      },
    },
    prove,
  };
}
