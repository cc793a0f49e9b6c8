import type { UserScope } from '@memo/testing';
import { verifyAudit, type AuditChain, type VerifyOptions } from '../src/audit/verify-audit.ts';
import type { JournalFixture } from './journal-fixture.ts';
import { insertAsBefore } from './release-before.ts';

export type Chains = ReturnType<typeof createChains>;

/** Chains of the audit log, each of a workspace of its own, and what a check finds of them. */
export function createChains(journal: JournalFixture) {
  const verifyAll = async (options: VerifyOptions = {}): Promise<AuditChain[]> => {
    const chains: AuditChain[] = [];
    const { database, auditKeys: keys } = journal;
    for await (const chain of verifyAudit(database, { keys, ...options })) chains.push(chain);
    return chains;
  };
  const record = (scope: UserScope, ...subjects: string[]) =>
    journal.transact(async (tx) => {
      for (const subject of subjects) {
        await journal.audit.record(scope, tx, { action: 'note.changed', subject });
      }
    });

  /** Somebody whose workspace has entries that are not sealed. */
  async function buildEntries(rows: number): Promise<UserScope> {
    const scope = await journal.account();
    await record(scope, ...Array.from({ length: rows }, (_, at) => `n${at + 1}`));
    return scope;
  }

  return {
    verifyAll,
    record,
    buildEntries,
    /** Somebody whose workspace has a chain of this many rows. */
    buildChain: async (rows: number): Promise<UserScope> => {
      const scope = await buildEntries(rows);
      await journal.sealAll();
      return scope;
    },
    /** The same as a release before this one made it. */
    buildOldChain: async (rows: number): Promise<UserScope> => {
      const scope = await journal.account();
      for (let number = 1; number <= rows; number += 1) {
        const details = { b: number, a: null };
        await insertAsBefore(journal.dataSource.manager, scope, `n${number}`, details);
      }
      return scope;
    },
    addEntry: async (scope: UserScope): Promise<void> => {
      await record(scope, 'n9');
      await journal.sealAll();
    },
    verify: async (
      { workspaceId }: UserScope,
      options?: VerifyOptions,
    ): Promise<AuditChain | undefined> =>
      (await verifyAll(options)).find((chain) => chain.workspaceId === workspaceId),
    /** As somebody does who writes to the database; `$1` is the workspace. */
    tamper: (sql: string, { workspaceId }: UserScope) =>
      journal.dataSource.query(sql, [workspaceId]),
  };
}
