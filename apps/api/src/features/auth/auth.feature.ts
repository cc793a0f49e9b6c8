import type { AccessTokens } from '@memo/access';
import type { ApiConfig } from '@memo/config';
import type { Database, Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { Redis } from 'ioredis';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Feature } from '../../feature.ts';
import { sweepEveryMs } from '../../sweeper/sweeper.ts';
import { createAuthRepository } from './auth.repository.ts';
import { createAuthRoutes } from './auth.routes.ts';
import { createAuthService } from './auth.service.ts';
import type { Account } from './account.ts';
import { createDevices } from './device.ts';
import { createGuesses } from './guesses.ts';
import { createPasswords } from './passwords.ts';
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
  redis: Redis;
  rateLimits: RateLimits;
  logger: Logger;
}

export function createAuthFeature(deps: AuthFeatureDeps): Feature {
  const { config, database, accessTokens, admits, redis, ...shared } = deps;
  const repository = createAuthRepository(database);
  const { secret, refreshTokenMs } = config.auth;
  const { companyDomains } = config.signIn;
  const { audit } = shared;
  const sessions = createSessions({
    ...{ repository, accessTokens, refreshTokenMs, admits, audit },
  });
  const devices = createDevices(secret);
  const service = createAuthService({
    ...shared,
    ...{ repository, sessions, devices, companyDomains },
    passwords: createPasswords(),
    guesses: createGuesses(deps),
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
  return {
    routes: [...createAuthRoutes(service), ...signInRoutes],
    sweeps: {
      pruneRefreshTokens: {
        everyMs: sweepEveryMs,
        run: () => repository.pruneRefreshTokens(),
      },
    },
  };
}
