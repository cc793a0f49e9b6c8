import type { ApiConfig } from '@memo/config';
import type { Transact } from '@memo/entities';
import type { Logger } from '@memo/logging';
import type { DataSource } from 'typeorm';
import { createAccessTokens } from './access-tokens.ts';
import { createAuthRepository } from './auth.repository.ts';
import { createAuthRoutes } from './auth.routes.ts';
import { createAuthService } from './auth.service.ts';
import { createAuthenticate } from './bearer.ts';
import { createPasswords } from './passwords.ts';

export interface AuthFeatureDeps {
  config: Pick<ApiConfig, 'auth' | 'signIn'>;
  dataSource: DataSource;
  transact: Transact;
  logger: Logger;
}

export function createAuthFeature({ config, dataSource, transact, logger }: AuthFeatureDeps) {
  const service = createAuthService({
    repository: createAuthRepository(dataSource),
    transact,
    passwords: createPasswords(),
    accessTokens: createAccessTokens(config.auth),
    refreshTokenMs: config.auth.refreshTokenMs,
    logger,
  });
  return { routes: createAuthRoutes(service), authenticate: createAuthenticate(service) };
}
