import type { ApiConfig } from '@memo/config';
import type { Database } from '@memo/entities';
import type { Redis } from 'ioredis';
import type { Route } from '../../../http/route.ts';
import { flowTtlMs, grantTtlMs } from './beginner.ts';
import { createGoogleProvider } from './google-provider.ts';
import { createIdentitiesRepository } from './identities.repository.ts';
import { createMicrosoftProvider } from './microsoft-provider.ts';
import { createOneTimeStore } from './one-time-store.ts';
import { createSignInRoutes } from './sign-in.routes.ts';
import type { Flow, Grant } from './flow.ts';
import { createSignInService, type SignInDeps } from './sign-in.service.ts';

// One request to a provider. A sign-in makes three at most, and a person waits.
const providerTimeoutMs = 5_000;

export interface SignInFeatureDeps extends Omit<
  SignInDeps,
  'providers' | 'flows' | 'grants' | 'identities' | 'companyDomains'
> {
  settings: ApiConfig['signIn'];
  database: Database;
  redis: Redis;
  /** What the API signs with (JWT_SECRET). */
  secret: string;
}

/** Sign-in with Microsoft and Google. */
export function createSignIn(options: SignInFeatureDeps): Route[] {
  const { settings, database, redis, secret, ...deps } = options;
  const { microsoft, google, companyDomains, redirectUrls } = settings;
  const service = createSignInService({
    ...deps,
    companyDomains,
    providers: {
      microsoft: microsoft && createMicrosoftProvider(microsoft, providerTimeoutMs),
      google: google && createGoogleProvider(google, providerTimeoutMs),
    },
    flows: createOneTimeStore<Flow>(redis, {
      prefix: 'sign-in:flow',
      ttlMs: flowTtlMs,
      secret,
    }),
    grants: createOneTimeStore<Grant>(redis, {
      prefix: 'sign-in:grant',
      ttlMs: grantTtlMs,
      secret,
    }),
    identities: createIdentitiesRepository(database),
  });
  return createSignInRoutes(service, redirectUrls);
}
