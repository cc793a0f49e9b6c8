import type { UserScope } from '@memo/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createChains, type Chains } from '../../test/chains.ts';
import { secret, startJournal, type JournalFixture } from '../../test/journal-fixture.ts';
import { sealJournal } from '../seal.ts';
import { auditText, chainStart, signedVersion } from './audit-hash.ts';
import { createAuditKeys, type AuditKeys } from './audit-keys.ts';
import { headText, sumId } from './stated-heads.ts';
import { sumProblem } from './sum-problem.ts';

/** What came after the key of the journal, which checks what it signed. */
const later = createAuditKeys(['the key that came after the first one of the tests', secret]);
const stranger = createAuditKeys(['a key that nobody was given, though it is long enough']);

let journal: JournalFixture;
let chains: Chains;

beforeEach(async () => {
  journal = await startJournal();
  chains = createChains(journal);
});
afterEach(() => journal.close());

/** As a process that has these keys. */
const seal = (auditKeys: AuditKeys) => sealJournal({ ...journal, auditKeys });

/** Whoever has the key states an end that suits them: of a chain, or the sum of all. */
async function stateEnd(keys: AuditKeys, workspaceId: string, number?: number): Promise<void> {
  const rows = await journal.dataSource.query<{ number: number; hash: string }[]>(
    number === undefined
      ? 'SELECT number, hash FROM audit_heads WHERE workspace_id = $1'
      : 'SELECT number, hash FROM audit_events WHERE workspace_id = $1 AND number = $2',
    number === undefined ? [workspaceId] : [workspaceId, number],
  );
  const end = rows[0] ?? { number: 0, hash: '' };
  await journal.dataSource.query(
    'UPDATE audit_heads SET number = $2, hash = $3, signature = $4 WHERE workspace_id = $1',
    [workspaceId, end.number, end.hash, keys.sign(headText(workspaceId, end))],
  );
}

/** Somebody whose log the first key signed, and then the later one. */
async function buildChainOfBoth(): Promise<UserScope> {
  const scope = await chains.buildChain(2);
  await chains.record(scope, 'n3', 'n4');
  await seal(later);
  return scope;
}

describe('a signed chain', () => {
  it('says how many rows it could not check without the key, and checks with one of before', async () => {
    const scope = await chains.buildChain(2);
    const kept = new Map([[scope.workspaceId, { number: 2, hash: 'another' }]]);
    const without = { unchecked: 2, isEndUnchecked: true };
    for (const keys of [undefined, stranger]) {
      expect(await chains.verify(scope, { keys })).toMatchObject({ ...without, broken: null });
    }
    expect(await chains.verify(scope, { kept })).toMatchObject({ broken: { number: 2 } });
    expect(await chains.verify(scope, { keys: later })).toMatchObject({
      ...{ unchecked: 0, isEndUnchecked: false, broken: null },
    });
  });

  it('does not pass for checked where its end is signed with a key that is not given', async () => {
    const scope = await chains.buildChain(2);
    await stateEnd(stranger, scope.workspaceId);
    expect(await chains.verify(scope)).toMatchObject({ unchecked: 0, isEndUnchecked: true });
  });

  it('is whole where the key changed in it, and goes on', async () => {
    const scope = await buildChainOfBoth();
    expect(await chains.verify(scope, { keys: later })).toMatchObject({
      ...{ rows: 4, unchecked: 0, isEndUnchecked: false, broken: null },
    });
    expect(await sumProblem(journal.database, later)).toBeNull();
  });

  it('takes no row of an earlier key behind one of the key of now', async () => {
    const scope = await buildChainOfBoth();
    const [last] = await journal.dataSource.query<{ hash: string }[]>(
      'SELECT hash FROM audit_events WHERE workspace_id = $1 AND number = 4',
      [scope.workspaceId],
    );
    const { workspaceId, userId } = scope;
    const forged = {
      ...{ workspaceId, userId, number: 5, actor: `user:${userId}`, action: 'nothing.happened' },
      ...{ subject: null, details: {}, ip: null, requestId: null, at: new Date() },
      hashVersion: signedVersion,
    };
    const hash = journal.auditKeys.sign(auditText(last?.hash ?? chainStart, forged));
    await journal.dataSource.query(
      `INSERT INTO audit_events (workspace_id, number, user_id, actor, action, details, at, hash_version, hash)
       VALUES ($1, 5, $2, $3, $4, '{}', $5, $6, $7)`,
      [workspaceId, userId, forged.actor, forged.action, forged.at, signedVersion, hash],
    );
    await stateEnd(journal.auditKeys, workspaceId, 5);
    expect(await chains.verify(scope, { keys: later })).toMatchObject({
      ...{ rows: 5, broken: { number: 5, reason: 'outdated' } },
    });
  });

  it('shows that its end was cut off by somebody who has an earlier key, and is not sealed over', async () => {
    const scope = await buildChainOfBoth();
    await chains.tamper('DELETE FROM audit_events WHERE workspace_id = $1 AND number = 4', scope);
    await stateEnd(journal.auditKeys, scope.workspaceId, 3);
    const cut = { head: { number: 3 }, broken: { number: 3, reason: 'outdated' } };
    expect(await chains.verify(scope, { keys: later })).toMatchObject(cut);
    await chains.record(scope, 'n5');
    await expect(seal(later)).rejects.toMatchObject({
      errors: [
        expect.objectContaining({ message: expect.stringMatching(/an earlier key.*new one/) }),
      ],
    });
    expect(await chains.verify(scope, { keys: later })).toMatchObject(cut);
  });
});

describe('the sum of all rows', () => {
  it('does not pass for checked where it is signed with a key that is not given', async () => {
    await chains.buildChain(2);
    expect(await sumProblem(journal.database, journal.auditKeys)).toBeNull();
    await stateEnd(stranger, sumId);
    for (const keys of [undefined, journal.auditKeys]) {
      expect(await sumProblem(journal.database, keys)).toEqual({
        ...{ isBroken: false, sentence: expect.stringMatching(/could not be checked/) },
      });
    }
  });

  it('is not of an earlier key where a chain is of the key of now, and is not signed anew then', async () => {
    await buildChainOfBoth();
    const other = await chains.buildEntries(1);
    await stateEnd(journal.auditKeys, sumId);
    expect(await sumProblem(journal.database, later)).toEqual({
      ...{ isBroken: true, sentence: expect.stringMatching(/signed with an earlier key/) },
    });
    await expect(seal(later)).rejects.toThrow(AggregateError);
    expect(await chains.verify(other)).toMatchObject({ rows: 0, unsealed: { rows: 1 } });
  });
});

it('a sealer that lacks the key says so, where to put it, and that it may be forged', async () => {
  const scope = await chains.buildChain(1);
  await chains.record(scope, 'n2');
  const message = expect.stringMatching(/not given.*AUDIT_KEYS_BEFORE.*audit verify/);
  await expect(seal(stranger)).rejects.toMatchObject({
    errors: [expect.objectContaining({ message })],
  });
  expect(await chains.verify(scope)).toMatchObject({ rows: 1, broken: null });
  await seal(later);
  expect(await chains.verify(scope, { keys: later })).toMatchObject({ rows: 2, broken: null });
});
