import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Identity } from '@memo/entities';
import argon2 from 'argon2';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { password, slowHash } from '../../../test/person.ts';
import { createPasswords, decoyHash, hashesAtOnce, price } from './passwords.ts';

const auth = '/api/v1/mobile/auth';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

async function hashOf(userId: number): Promise<string> {
  const { manager } = fixture.dataSource;
  const { passwordHash } = await manager.findOneByOrFail(Identity, { userId, provider: 'local' });
  return passwordHash ?? '';
}

const keep = (userId: number, passwordHash: string) =>
  fixture.dataSource.manager.update(Identity, { userId }, { passwordHash });

const signIn = (email: string, given: string) =>
  fixture.api.post(`${auth}/login`).send({ email, password: given });

describe('a password that is typed in another form of the same characters', () => {
  // An e with an accent and a ligature: composed, decomposed, and as compatibility has them.
  const typed = 'Caf\u00e9 \ufb01ne 2014';
  const forms = [typed, typed.normalize('NFD'), typed.normalize('NFKC'), typed.normalize('NFKD')];

  it('signs in', async () => {
    const account = { name: 'Robin', email: 'forms@example.com', password: forms[1] };
    await fixture.api.post(`${auth}/register`).send(account).expect(201);
    for (const form of forms) await signIn(account.email, form).expect(200);
    await signIn(account.email, 'Cafe fine 2014').expect(401);
  });

  it.each(['NFC', 'NFD'] as const)(
    'signs in to accounts of earlier releases, whose hash is renewed: %s',
    async (registered) => {
      const { user } = await fixture.person();
      // As releases up to 0.2.0 wrote it, but for its price: of what was typed.
      const old = await argon2.hash(typed.normalize(registered), price);
      await keep(user.id, old);
      await signIn(user.email, 'Caf\u00e8 \ufb01ne 2014').expect(401);
      expect(await hashOf(user.id)).toBe(old);
      await signIn(user.email, typed).expect(200);
      const renewed = await hashOf(user.id);
      expect(renewed).not.toBe(old);
      expect(await argon2.verify(renewed, typed.normalize('NFKC'))).toBe(true);
      await signIn(user.email, typed.normalize('NFKD')).expect(200);
      expect(await hashOf(user.id)).toBe(renewed);
    },
  );
});

describe('a hash at another price than today’s', () => {
  // 64 MiB, three passes and four lanes are what releases up to 0.2.0 took.
  it.each([
    ['dearer', { memoryCost: 65_536, timeCost: 3, parallelism: 4 }],
    ['cheaper', { memoryCost: 1_024, timeCost: 2, parallelism: 1 }],
  ])('is replaced when somebody signs in with it: %s', async (_, other) => {
    const { user } = await fixture.person();
    const old = await argon2.hash(password, other);
    await keep(user.id, old);
    await signIn(user.email, 'not this one').expect(401);
    expect(await hashOf(user.id)).toBe(old);
    await signIn(user.email, password).expect(200);
    const renewed = await hashOf(user.id);
    expect(argon2.needsRehash(renewed, price)).toBe(false);
    await signIn(user.email, password).expect(200);
    expect(await hashOf(user.id)).toBe(renewed);
  });
});

describe('a password that is compared with no hash', () => {
  it('costs what one of today costs, for an address that nobody has', async () => {
    expect(argon2.needsRehash(decoyHash(), price)).toBe(false);
    expect(decoyHash()).toHaveLength((await argon2.hash(password, price)).length);
    expect(await argon2.verify(decoyHash(), password)).toBe(false);
  });
});

describe('passwords that are checked at once', () => {
  it('wait in a small number; who is beyond it hears when to come back', async () => {
    const { user } = await fixture.person();
    const slowly = await fixture.person();
    await keep(slowly.user.id, slowHash);
    const [first, second] = [1, 2].map(() => signIn(slowly.user.email, password).then());
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => signIn(user.email, password)),
    );
    await Promise.all([first, second]);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, headers } of refused) {
      expect([status, headers['retry-after']]).toEqual([503, '2']);
    }
  });

  it('are no more than may be under way, and a caller who leaves gives its place up', async () => {
    const passwords = createPasswords({ atOnce: 1, waitingInAll: 1 });
    const asker = { caller: 'one', gone: new AbortController().signal };
    const gone = new AbortController();
    const first = passwords.hash('a', asker);
    const second = passwords.hash('b', { caller: 'two', gone: gone.signal });
    await expect(passwords.verify(null, 'c', asker)).rejects.toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 2_000,
    });
    gone.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    const third = passwords.verify(null, 'd', asker);
    expect(await first).toMatch(/^\$argon2id/);
    expect(await third).toEqual({ matches: false, renewed: null });
  });

  it.each([
    [1, {}, 1],
    [2, {}, 2],
    [64, {}, 2],
    [64, { UV_THREADPOOL_SIZE: '16' }, 14],
    [64, { UV_THREADPOOL_SIZE: '1' }, 1],
  ])('leave two threads to everybody else: %i cores, %j', (cores, environment, expected) => {
    expect(hashesAtOnce(cores, environment)).toBe(expected);
  });
});
