import type { ApiConfig } from '@memo/config';
import type { Database, Rows, Tenant, Transaction } from '@memo/entities';
import { AppError } from '@memo/errors';
import bytes from 'bytes';
import { kept, spent, uploaded } from './account-limits.sql.ts';

type Limits = ApiConfig['accountLimits'];
type Limited = keyof Limits;

/**
 * What one workspace may take of this installation; everybody has one of their own. Each limit is off until it is set.
 * What is under way is not counted yet: a limit is passed by as much as may be uploaded at once.
 */
export interface AccountLimits {
  /** For what is stored, and costs. @throws AppError `forbidden` once a limit is reached. */
  requireRoom: (tenant: Tenant) => Promise<void>;
  /** For what costs alone. @throws AppError `forbidden` once the limit is reached. */
  requireMoney: (tenant: Tenant, tx?: Transaction) => Promise<void>;
}

export interface AccountLimitsDeps {
  database: Pick<Database, 'rows'>;
  limits: Limits;
}

export function createAccountLimits({ database, limits }: AccountLimitsDeps): AccountLimits {
  async function refusePast(rows: Rows, what: readonly Limited[]): Promise<void> {
    for (const name of what) {
      const limit = limits[name];
      if (limit === null) continue;
      const { takenOf, sentence } = descriptions[name];
      if ((await takenOf(rows)) < limit) continue;
      throw new AppError('forbidden', sentence(limit), { code: 'account_limit' });
    }
  }
  return {
    requireRoom: ({ workspaceId }) =>
      refusePast(database.rows({ workspaceId }), [
        'storedBytes',
        'audioHoursPerMonth',
        'usdPerMonth',
      ]),
    requireMoney: ({ workspaceId }, tx) =>
      refusePast(database.rows({ workspaceId }, tx), ['usdPerMonth']),
  };
}

interface Description {
  takenOf: (rows: Rows) => Promise<number>;
  sentence: (limit: number) => string;
}

const descriptions: Record<Limited, Description> = {
  storedBytes: {
    takenOf: async (rows) => (await rows.first(kept, {}))?.stored_bytes ?? 0,
    sentence: (limit) =>
      `This workspace keeps ${bytes.format(limit) ?? limit} of recordings, the most one workspace may keep. Delete meetings that are not needed any more.`,
  },
  audioHoursPerMonth: {
    takenOf: async (rows) => (await rows.first(uploaded, {}))?.audio_hours ?? 0,
    sentence: (limit) =>
      `This workspace has uploaded ${limit} hours of audio this month, the most it may. It can go on next month.`,
  },
  usdPerMonth: {
    takenOf: async (rows) => (await rows.first(spent, {}))?.usd ?? 0,
    sentence: (limit) =>
      `This workspace has spent ${limit} US dollars this month, the most it may. It can go on next month.`,
  },
};
