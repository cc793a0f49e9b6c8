import type { Redis } from 'ioredis';
import type { Route } from '../../../http/route.ts';
import type { ProveCaller } from '../proof.ts';
import { createOneTimeStore } from '../sign-in/one-time-store.ts';
import { createByMailRoutes } from './by-mail.routes.ts';
import { createByMailService, type ByMailDeps, type Mailed } from './by-mail.service.ts';

export interface ByMailFeatureDeps extends Omit<ByMailDeps, 'resets' | 'proofs'> {
  redis: Redis;
  /** What the API signs with (JWT_SECRET). */
  secret: string;
  prove: ProveCaller;
}

const resetTtlMs = 30 * 60_000;
const proofTtlMs = 24 * 60 * 60_000;

export function createByMail(deps: ByMailFeatureDeps): Route[] {
  const { redis, secret, prove } = deps;
  const service = createByMailService({
    ...deps,
    resets: createOneTimeStore<Mailed>(redis, {
      ...{ prefix: 'account:reset', ttlMs: resetTtlMs, secret },
    }),
    proofs: createOneTimeStore<Mailed>(redis, {
      ...{ prefix: 'account:proof', ttlMs: proofTtlMs, secret },
    }),
  });
  return createByMailRoutes(service, prove);
}
