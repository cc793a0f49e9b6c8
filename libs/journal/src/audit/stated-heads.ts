import type { Database, Rows } from '@memo/entities';
import type { AuditKeys } from './audit-keys.ts';
import { findStatedHead, insertSum, lockSum, setSum, stateHead } from './audit.sql.ts';

/** Of no workspace: the row with the sum of all numbers. */
export const sumId = '00000000-0000-0000-0000-000000000000';

export interface Head {
  number: number;
  hash: string;
}

/** What is signed of a head. */
export const headText = (workspaceId: string, { number, hash }: Head): string =>
  JSON.stringify(['head', workspaceId, number, hash]);

interface Stating {
  keys: AuditKeys;
  rows: Rows;
  openRows: ReturnType<Database['openRows']>;
  workspaceId: string;
}

/**
 * Where the chain ended by what was signed; null for one that was never signed.
 * @throws Error where that was changed, or is signed with a key that is not given: signing it anew would hide it.
 */
export async function readStated({ keys, rows, workspaceId }: Stating): Promise<Head | null> {
  const stated = await rows.first(findStatedHead, {});
  if (stated !== null) requireRight(keys, headText(workspaceId, stated), stated.signature);
  return stated;
}

/** Signs the new end, and counts what came in the sum. */
export async function restate(stating: Stating, before: Head | null, head: Head): Promise<void> {
  const { keys, rows, openRows, workspaceId } = stating;
  await rows.run(stateHead, { ...head, signature: keys.sign(headText(workspaceId, head)) });
  if (before === null) {
    const signature = keys.sign(headText(sumId, { number: 0, hash: '' }));
    await openRows.run(insertSum, { sumId, signature });
  }
  const sum = await openRows.first(lockSum, { sumId });
  if (sum === null) throw new Error('The sum of the audit log is gone: somebody removed it.');
  requireRight(keys, headText(sumId, sum), sum.signature);
  const number = sum.number + head.number - (before?.number ?? 0);
  const signature = keys.sign(headText(sumId, { number, hash: '' }));
  await openRows.run(setSum, { sumId, number, signature });
}

function requireRight(keys: AuditKeys, text: string, signature: string): void {
  const verdict = keys.check(text, signature);
  if (verdict === 'right') return;
  throw new Error(
    verdict === 'wrong'
      ? 'The end of an audit chain was changed by somebody without its key. Nothing is sealed there: run audit verify.'
      : 'The audit log is signed with a key that is not set. Give the earlier AUDIT_KEY, or the JWT_SECRET it was made of, in AUDIT_KEYS_BEFORE.',
  );
}
