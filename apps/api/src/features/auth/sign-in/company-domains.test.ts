import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Identity, User } from '@memo/entities';
import { createDatabase, createTransact } from '@memo/entities/connections';
import argon2 from 'argon2';
import { password } from '../../../../test/person.ts';
import {
  auth,
  deepLink,
  providerUser,
  startSignIn,
  type Provider,
  type SignInFixture,
} from '../../../../test/sign-in-fixture.ts';
import { createAuthRepository } from '../auth.repository.ts';

let fixture: SignInFixture;

beforeAll(async () => {
  fixture = await startSignIn({ COMPANY_DOMAINS: 'Contoso.com, partner.org' }, 'organizations');
});

afterAll(() => fixture.close());

const refused = {
  detail: 'Only company addresses may sign in here. Sign in with the account of your company.',
};

const unproven = {
  detail:
    'Nobody has proven that this address is theirs. Sign in with Microsoft or Google: the account is then yours.',
};
const cheap = { memoryCost: 1_024, timeCost: 2, parallelism: 1 };

describe.each<Provider>(['microsoft', 'google'])('company domains, by %s', (provider) => {
  it.each(['contoso.com', 'CONTOSO.com', 'partner.org'])('admit %s', async (domain) => {
    const ada = providerUser();
    const email = `${ada.sub}@${domain}`;
    const { user } = await fixture.signIn(provider, { ...ada, email });
    expect(user.email).toBe(email.toLowerCase());
  });

  it.each(['gmail.com', 'sub.contoso.com', 'notcontoso.com', 'contoso.com.evil.net'])(
    'do not admit %s',
    async (domain) => {
      const email = `ada@${domain}`;
      const back = await fixture.visit(provider, providerUser({ email }));
      await fixture.callback(provider, back).expect(403, refused);
      expect(await fixture.dataSource.manager.countBy(User, { email })).toBe(0);
    },
  );

  it('send the refusal to the app that asked', async () => {
    const back = await fixture.visit(provider, providerUser(), deepLink);
    const answer = await fixture.callback(provider, back).expect(302);
    expect(answer.headers.location).toBe(`${deepLink}?error=domain_not_allowed`);
  });
});

describe('with company domains', () => {
  it('nobody registers an address, which would not be proven', async () => {
    await fixture.api
      .post(`${auth}/register`)
      .send({ name: 'Eve', email: 'boss@contoso.com', password })
      .expect(403, {
        detail:
          'Only company addresses may sign in here, and a new address must be proven. Sign in with Microsoft or Google.',
      });
    expect(await fixture.dataSource.manager.countBy(Identity, { provider: 'local' })).toBe(0);
  });

  it.each([
    ['that nobody proved', 'veteran@contoso.com', unproven],
    ['of another domain', 'veteran@example.com', refused],
  ])('an account with an address %s is shut out, password or not', async (_, email, body) => {
    const passwordHash = await argon2.hash(password, cheap);
    await createTransact(fixture.dataSource)((tx) =>
      createAuthRepository(createDatabase(fixture.dataSource)).createLocalAccount(tx, {
        name: 'Vera',
        email,
        passwordHash,
      }),
    );
    const answer = await fixture.api.post(`${auth}/login`).send({ email, password });
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual(body);
    // A caller who does not know the password learns nothing of the account.
    await fixture.api.post(`${auth}/login`).send({ email, password: 'a guess' }).expect(401);
  });

  it.each([
    ['an outsider', { email: 'guest@example.com', emailVerified: true }],
    ['an address nobody proved', { emailVerified: false }],
  ])('a session of %s from before is over', async (_, change) => {
    const ada = providerUser();
    const email = `${ada.sub}@contoso.com`;
    const { access_token, refresh_token, user } = await fixture.signIn('google', { ...ada, email });
    const me = () => fixture.api.get(`${auth}/me`).set('authorization', `Bearer ${access_token}`);
    await me().expect(200);
    await fixture.dataSource.manager.update(User, user.id, change);
    await me().expect(401);
    await fixture.api.post(`${auth}/refresh`).send({ refresh_token }).expect(401);
  });

  it('a tenant of anybody must have its domain verified by Microsoft', async () => {
    const { sub } = providerUser();
    const email = `${sub}@contoso.com`;
    const silent = await fixture.visit('microsoft', { sub, email });
    await fixture.callback('microsoft', silent).expect(403);
    const { user } = await fixture.signIn('microsoft', { sub, email, xms_edov: '1' });
    expect(user.email).toBe(email);
  });
});
