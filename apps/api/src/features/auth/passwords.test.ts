import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Identity } from '@memo/entities';
import argon2 from 'argon2';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';

const auth = '/api/v1/mobile/auth';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

describe('a password that is typed in another form of the same characters', () => {
  // An e with an accent and a ligature: composed, decomposed, and as compatibility has them.
  const typed = 'Caf\u00e9 \ufb01ne 2014';
  const forms = [typed, typed.normalize('NFD'), typed.normalize('NFKC'), typed.normalize('NFKD')];

  async function hashOf(userId: number): Promise<string> {
    const { manager } = fixture.dataSource;
    const { passwordHash } = await manager.findOneByOrFail(Identity, { userId, provider: 'local' });
    return passwordHash ?? '';
  }

  const signIn = (email: string, given: string) =>
    fixture.api.post(`${auth}/login`).send({ email, password: given });

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
      const { manager } = fixture.dataSource;
      // As releases up to 0.2.0 wrote it, but for its price: of what was typed.
      const old = await argon2.hash(typed.normalize(registered), {
        type: argon2.argon2id,
        memoryCost: 1_024,
        timeCost: 2,
      });
      await manager.update(Identity, { userId: user.id }, { passwordHash: old });
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
