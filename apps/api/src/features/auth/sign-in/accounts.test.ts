import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Identity, User } from '@memo/entities';
import { waitFor } from '@memo/testing';
import { auditRows } from '../../../../test/audit-rows.ts';
import { password, type Session } from '../../../../test/person.ts';
import {
  auth,
  providerUser,
  startSignIn,
  type SignInFixture,
} from '../../../../test/sign-in-fixture.ts';

let fixture: SignInFixture;

beforeAll(async () => {
  fixture = await startSignIn();
});

afterAll(() => fixture.close());

const me = (token: string) => fixture.api.get(`${auth}/me`).set('authorization', `Bearer ${token}`);
const refresh = (token: string) =>
  fixture.api.post(`${auth}/refresh`).send({ refresh_token: token });
const login = (email: string) => fixture.api.post(`${auth}/login`).send({ email, password });

async function providersOf(userId: number): Promise<string[]> {
  const identities = await fixture.dataSource.manager.findBy(Identity, { userId });
  return identities.map(({ provider }) => provider).sort();
}

const lastEvent = async (userId: number, action: string) =>
  (await auditRows(fixture.dataSource, { userId, action })).at(-1) ?? null;

describe('somebody who had the account deleted', () => {
  it('has it back by signing in with that provider or another', async () => {
    const ada = providerUser();
    const { user, access_token } = await fixture.signIn('google', ada);
    const remove = (token: string) =>
      fixture.api
        .delete(`${auth}/account`)
        .set('authorization', `Bearer ${token}`)
        .send({ email: user.email })
        .expect(200);
    await remove(access_token);
    await me(access_token).expect(401);
    const back = await fixture.signIn('google', ada);
    expect(back.user).toEqual(user);
    await remove(back.access_token);
    // Another provider that vouches for the address is as good.
    const other = await fixture.signIn('microsoft', ada);
    expect(other.user).toEqual(user);
    expect(await lastEvent(user.id, 'account.restored')).not.toBeNull();
  });
});

describe('one person', () => {
  it('is one user through two providers', async () => {
    const ada = providerUser();
    const first = await fixture.signIn('google', ada);
    const second = await fixture.signIn('microsoft', { ...ada, email: ada.email.toUpperCase() });
    expect(second.user).toEqual(first.user);
    expect(await providersOf(first.user.id)).toEqual(['google', 'microsoft']);
    // Their first session goes on: nothing was taken over.
    await me(first.access_token).expect(200);
    expect(await lastEvent(first.user.id, 'identity.linked')).toMatchObject({
      details: { provider: 'microsoft', took_over: false },
    });
  });

  it('is not joined with another by an address nobody vouches for', async () => {
    const ada = providerUser();
    const { user } = await fixture.signIn('google', ada);
    const back = await fixture.visit(
      'microsoft',
      providerUser({ email: ada.email, xms_edov: false }),
    );
    await fixture.callback('microsoft', back).expect(403);
    expect(await providersOf(user.id)).toEqual(['google']);
  });

  it('is one user however many first sign-ins come at once', async () => {
    const ada = providerUser();
    const ways = ['google', 'microsoft', 'google', 'microsoft'] as const;
    const backs = await Promise.all(ways.map((provider) => fixture.visit(provider, ada)));
    const answers = await Promise.all(
      backs.map((back, index) => fixture.callback(ways[index] ?? 'google', back)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const ids = new Set(answers.map(({ body }) => (body as Session).user.id));
    expect(ids.size).toBe(1);
    expect(await fixture.dataSource.manager.countBy(User, { email: ada.email })).toBe(1);
    expect(await providersOf([...ids][0] ?? 0)).toEqual(['google', 'microsoft']);
  });

  it('is one user when their address changes between two first sign-ins at once', async () => {
    const ada = providerUser();
    const backs = [
      await fixture.visit('google', ada),
      await fixture.visit('google', { ...ada, email: `second-${ada.email}` }),
    ];
    const answers = await Promise.all(backs.map((back) => fixture.callback('google', back)));
    expect(new Set(answers.map(({ body }) => (body as Session).user.id)).size).toBe(1);
  });

  it('cannot register a password on an address that signed in elsewhere', async () => {
    const ada = providerUser();
    await fixture.signIn('google', ada);
    await fixture.api
      .post(`${auth}/register`)
      .send({ name: 'Eve', email: ada.email, password })
      .expect(409);
  });
});

describe.each(['microsoft', 'google'] as const)(
  'an account made with an address nobody proved, when its owner comes by %s',
  (provider) => {
    it("becomes the owner's alone", async () => {
      const squatter = await fixture.person();
      const { email } = squatter.user;
      const owner = await fixture.signIn(provider, providerUser({ email }));

      expect(owner.user.id).toBe(squatter.user.id);
      await me(squatter.access_token).expect(401);
      await refresh(squatter.refresh_token).expect(401);
      await login(email).expect(401);
      await me(owner.access_token).expect(200);
      await refresh(owner.refresh_token).expect(200);
      expect(await providersOf(owner.user.id)).toEqual([provider]);
      expect(
        await fixture.dataSource.manager.findOneByOrFail(User, { id: owner.user.id }),
      ).toMatchObject({ emailVerified: true, tokenVersion: 1 });
      expect(await lastEvent(owner.user.id, 'identity.linked')).toMatchObject({
        details: { provider, took_over: true },
      });
    });

    it('leaves no way in to a password sign-in or a refresh at that very moment', async () => {
      for (let round = 0; round < 3; round += 1) {
        const squatter = await fixture.person();
        const { email } = squatter.user;
        const back = await fixture.visit(provider, providerUser({ email }));
        const [owner, ...attempts] = await Promise.all([
          fixture.callback(provider, back),
          login(email),
          refresh(squatter.refresh_token),
          login(email),
        ]);
        expect(owner.status).toBe(200);
        for (const { status, body } of attempts) {
          expect([200, 401]).toContain(status);
          if (status !== 200) continue;
          await me((body as Session).access_token).expect(401);
          await refresh((body as Session).refresh_token).expect(401);
        }
        await me((owner.body as Session).access_token).expect(200);
      }
    });
  },
);

it('an account changes hands and one of its sessions ends at once, and neither stops the other', async () => {
  const { refresh_token: first, user } = await fixture.person();
  const answer = await refresh(first).expect(200);
  const { refresh_token: last } = answer.body as Session;
  const { manager } = fixture.dataSource;
  // The older token now lies behind the newer one, so that a statement that locks them as they lie does so the other
  // way round.
  const familyId = randomUUID();
  for (const used of ['NULL', 'NOT NULL']) {
    await manager.query(
      `UPDATE refresh_tokens SET family_id = $2 WHERE user_id = $1 AND used_at IS ${used}`,
      [user.id, familyId],
    );
  }
  const back = await fixture.visit('google', providerUser({ email: user.email }));
  const waiting = (count: number) =>
    waitFor(`${count} to wait for a lock`, async () => {
      const rows: unknown[] = await manager.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows.length === count;
    });

  const answers = await manager.transaction(async (holder) => {
    await holder.query(
      'SELECT 1 FROM refresh_tokens WHERE user_id = $1 AND used_at IS NULL FOR UPDATE',
      [user.id],
    );
    const takeOver = fixture.callback('google', back).then();
    await waiting(1);
    const logout = fixture.api.post(`${auth}/logout`).send({ refresh_token: last }).then();
    await waiting(2);
    return [takeOver, logout];
  });
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 204]);
});

describe('a deactivated account', () => {
  it('is refused everywhere', async () => {
    const ada = providerUser();
    const session = await fixture.signIn('google', ada);
    await fixture.dataSource.manager.update(User, session.user.id, { isActive: false });
    await me(session.access_token).expect(401);
    await refresh(session.refresh_token).expect(401);
    const detail =
      'This account is deactivated. Ask whoever runs this server to activate it again.';
    for (const provider of ['google', 'microsoft'] as const) {
      const back = await fixture.visit(provider, ada);
      await fixture.callback(provider, back).expect(403, { detail });
    }
    expect(await providersOf(session.user.id)).toEqual(['google']);
  });

  it('is not taken over either', async () => {
    const { user } = await fixture.person();
    await fixture.dataSource.manager.update(User, user.id, { isActive: false });
    const back = await fixture.visit('google', providerUser({ email: user.email }));
    await fixture.callback('google', back).expect(403);
    expect(await providersOf(user.id)).toEqual(['local']);
  });
});
