import type { ApiConfig } from '@memo/config';
import type { Database, RowOfStatement, Tenant } from '@memo/entities';
import { AppError } from '@memo/errors';
import bytes from 'bytes';
import { taken } from './account-limits.sql.ts';

type Limits = ApiConfig['accountLimits'];
type Limited = keyof Limits;

/**
 * What one workspace may take of this installation; everybody has one of their own. Each limit is off until it is set.
 * What is under way is not counted yet: a limit is passed by as much as may be uploaded at once.
 */
export interface AccountLimits {
  /** For what is stored, and costs. @throws AppError `forbidden` once a limit is reached. */
  requireRoom(tenant: Tenant): Promise<void>;
  /** For what costs alone. @throws AppError `forbidden` once the limit is reached. */
  requireMoney(tenant: Tenant): Promise<void>;
}

export interface AccountLimitsDeps {
  database: Pick<Database, 'rows'>;
  limits: Limits;
}

export function createAccountLimits({ database, limits }: AccountLimitsDeps): AccountLimits {
  async function refusePast(tenant: Tenant, what: readonly Limited[]): Promise<void> {
    const set = what.filter((name) => limits[name] !== null);
    if (set.length === 0) return;
    const row = await database.rows({ workspaceId: tenant.workspaceId }).first(taken, {});
    if (row === null) return;
    for (const name of set) {
      const { amount, sentence } = descriptions[name];
      const limit = limits[name];
      if (limit === null || amount(row) < limit) continue;
      throw new AppError('forbidden', sentence(limit), { code: 'account_limit' });
    }
  }
  return {
    requireRoom: (tenant) =>
      refusePast(tenant, ['storedBytes', 'audioHoursPerMonth', 'usdPerMonth']),
    requireMoney: (tenant) => refusePast(tenant, ['usdPerMonth']),
  };
}

interface Description {
  amount: (row: RowOfStatement<typeof taken>) => number;
  sentence: (limit: number) => string;
}

const descriptions: Record<Limited, Description> = {
  storedBytes: {
    amount: ({ stored_bytes }) => stored_bytes,
    sentence: (limit) =>
      `This workspace keeps ${bytes.format(limit) ?? limit} of recordings, the most one workspace may keep. Delete meetings that are not needed any more.`,
  },
  audioHoursPerMonth: {
    amount: ({ audio_hours }) => audio_hours,
    sentence: (limit) =>
      `This workspace has uploaded ${limit} hours of audio this month, the most it may. It can go on next month.`,
  },
  usdPerMonth: {
    amount: ({ usd }) => usd,
    sentence: (limit) =>
      `This workspace has spent ${limit} US dollars this month, the most it may. It can go on next month.`,
  },
};
