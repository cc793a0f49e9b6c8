import { createShareLinks } from '@memo/access';
import type { Database, Transact, User } from '@memo/entities';
import type { AuditLog } from '@memo/journal';
import type { Logger } from '@memo/logging';
import type { MeetingReader } from '@memo/meetings';
import type { Feature } from '../../feature.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Playback } from '../../playback/playback.ts';
import { sweepEveryMs } from '../../sweeper/sweeper.ts';
import type { LinkPasswords } from './links/link-passwords.ts';
import { createLinksRepository } from './links/links.repository.ts';
import { createLinksRoutes } from './links/links.routes.ts';
import { createLinksService } from './links/links.service.ts';
import { createOpens } from './public/opens.ts';
import { createProofs } from './public/proof.ts';
import { createSharedRoutes } from './public/shared.routes.ts';
import { createSharedService } from './public/shared.service.ts';

interface SharingFeatureDeps {
  database: Database;
  transact: Transact;
  audit: AuditLog;
  reader: Pick<MeetingReader, 'finished'>;
  playback: Pick<Playback, 'open'>;
  passwords: LinkPasswords;
  rateLimits: RateLimits;
  /** Whether this installation takes such an account at all. */
  admits: (account: Pick<User, 'email' | 'emailVerified'>) => boolean;
  /** Where people reach this API; null where the settings do not say. */
  publicUrl: string | null;
  /** What the API signs with (JWT_SECRET). */
  secret: string;
  logger: Logger;
}

/** Whose address is long known to lead nowhere need not be shown any more. */
const keptDays = 30;

/** Links that show one meeting to people without an account, and the pages they see. */
export function createSharingFeature(deps: SharingFeatureDeps): Feature {
  const { database, admits, publicUrl, secret, logger } = deps;
  const repository = createLinksRepository(database);
  const opens = createOpens({ database, logger });
  const shared = createSharedService({
    ...deps,
    links: createShareLinks({ database, admits }),
    proofs: createProofs(secret),
    opens,
  });
  return {
    routes: [
      ...createLinksRoutes(createLinksService({ ...deps, repository }), publicUrl),
      ...createSharedRoutes(shared),
    ],
    sweeps: {
      pruneShareLinks: { everyMs: sweepEveryMs, run: () => repository.prune(keptDays) },
    },
    close: () => opens.close(),
  };
}
