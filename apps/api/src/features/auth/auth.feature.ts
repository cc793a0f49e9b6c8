import type { AccessTokens } from '@memo/access';
import type { ApiConfig } from '@memo/config';
import type { Transact } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import type { Feature } from '../../feature.ts';
import { sweepEveryMs } from '../../sweeper/sweeper.ts';
import { createAuthRepository } from './auth.repository.ts';
import { createAuthRoutes } from './auth.routes.ts';
import { createAuthService } from './auth.service.ts';
import { createPasswords } from './passwords.ts';
import { pruneRefreshTokens } from './prune-refresh-tokens.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in/sign-in.feature.ts';

export interface AuthFeatureDeps {
  config: Pick<ApiConfig, 'auth' | 'signIn'>;
  dataSource: DataSource;
  accessTokens: AccessTokens;
  transact: Transact;
  audit: AuditLog;
  redis: Redis;
  logger: Logger;
}

export function createAuthFeature(deps: AuthFeatureDeps): Feature {
  const { config, dataSource, accessTokens, redis, ...shared } = deps;
  const repository = createAuthRepository(dataSource);
  const { refreshTokenMs } = config.auth;
  const { audit } = shared;
  const sessions = createSessions({ repository, accessTokens, refreshTokenMs, audit });
  const service = createAuthService({
    ...shared,
    repository,
    sessions,
    passwords: createPasswords(),
    companyDomains: config.signIn.companyDomains,
  });
  const signInRoutes = createSignIn({
    ...shared,
    settings: config.signIn,
    redis,
    sessions,
    accounts: repository,
  });
  return {
    routes: [...createAuthRoutes(service), ...signInRoutes],
    sweeps: {
      pruneRefreshTokens: { everyMs: sweepEveryMs, run: () => pruneRefreshTokens(dataSource) },
    },
  };
}
