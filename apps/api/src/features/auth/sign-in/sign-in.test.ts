import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { User } from '@memo/entities';
import { auditRows } from '../../../../test/audit-rows.ts';
import { startApi } from '../../../../test/api-fixture.ts';
import type { Session } from '../../../../test/person.ts';
import {
  auth,
  providerUser,
  startSignIn,
  type Provider,
  type SignInFixture,
} from '../../../../test/sign-in-fixture.ts';

let fixture: SignInFixture;

beforeAll(async () => {
  fixture = await startSignIn();
});

afterAll(() => fixture.close());

const other = { microsoft: 'google', google: 'microsoft' } as const;
const labels = { microsoft: 'Microsoft', google: 'Google' };

const unknownState = (provider: Provider) => ({
  detail: `This sign-in is unknown, finished or older than ten minutes. Start again at /auth/${provider}/login.`,
});
const notConfirmed = (provider: Provider) => ({
  detail: `${labels[provider]} did not confirm this sign-in. Start again at /auth/${provider}/login.`,
});

describe.each<Provider>(['microsoft', 'google'])('signing in with %s', (provider) => {
  it('ends with a session for the person who signed in there', async () => {
    const ada = providerUser();
    const answer = await fixture.callback(provider, await fixture.visit(provider, ada)).expect(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { access_token, user, token_type } = answer.body as Session;
    expect(token_type).toBe('bearer');
    expect(user).toMatchObject({ email: ada.email, name: 'Ada Lovelace' });
    const who = await fixture.api
      .get(`${auth}/me`)
      .set('authorization', `Bearer ${access_token}`)
      .expect(200);
    expect(who.body).toMatchObject(user);
  });

  it('finds the same person again when their address has changed', async () => {
    const ada = providerUser();
    const first = await fixture.signIn(provider, ada);
    const again = await fixture.signIn(provider, { ...ada, email: `new-${ada.email}` });
    expect(again.user).toEqual(first.user);
  });

  it('asks with a state, a nonce and a PKCE challenge that no other sign-in has', async () => {
    const addresses = [await fixture.begin(provider), await fixture.begin(provider)];
    const [first, second] = addresses.map((address) => new URL(address).searchParams);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first?.get(name)).toMatch(/^[\w-]{43}$/);
      expect(first?.get(name)).not.toBe(second?.get(name));
    }
    expect(first?.get('code_challenge_method')).toBe('S256');
  });

  it('refuses a state it did not give', async () => {
    const back = await fixture.visit(provider, providerUser());
    back.searchParams.set('state', 'made-up');
    await fixture.callback(provider, back).expect(400, unknownState(provider));
  });

  it('refuses a callback without a state, or with neither code nor error', async () => {
    const path = `${auth}/${provider}/callback`;
    const noState = await fixture.api.get(path).query({ code: 'x' }).expect(422);
    expect(noState.body).toEqual({
      detail: [{ loc: ['query', 'state'], msg: 'field required', type: 'value_error.missing' }],
    });
    await fixture.api.get(path).query({ state: 'x' }).expect(422);
    await fixture.api.get(`${path}?state=a&state=b&code=c`).expect(422);
    await fixture.api.get(`${path}?state=%00&code=c`).expect(422);
  });

  it('accepts each callback once', async () => {
    const back = await fixture.visit(provider, providerUser());
    await fixture.callback(provider, back).expect(200);
    await fixture.callback(provider, back).expect(400, unknownState(provider));
  });

  it('answers one of two who come with the same callback at the same moment', async () => {
    const back = await fixture.visit(provider, providerUser());
    const answers = await Promise.all([1, 2].map(() => fixture.callback(provider, back)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('forgets a state after ten minutes', async () => {
    await fixture.redis.client.flushall();
    await fixture.begin(provider);
    const [key = ''] = await fixture.redis.client.keys('sign-in:flow:*');
    const left = await fixture.redis.client.pttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(600_000);
  });

  it('refuses a code from another sign-in', async () => {
    const [stolen, own] = [
      await fixture.visit(provider, providerUser()),
      await fixture.visit(provider, providerUser()),
    ];
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    await fixture.callback(provider, own).expect(400, notConfirmed(provider));
  });

  it("refuses the other provider's state", async () => {
    const back = await fixture.visit(other[provider], providerUser());
    await fixture.callback(provider, back).expect(400, unknownState(provider));
  });

  it('refuses an ID token with a wrong nonce', async () => {
    fixture.providers[provider].spoilNonce(true);
    const back = await fixture.visit(provider, providerUser());
    fixture.providers[provider].spoilNonce(false);
    await fixture.callback(provider, back).expect(400, notConfirmed(provider));
  });

  it('refuses an address the provider does not vouch for, and stores nobody', async () => {
    const eve = providerUser({ email_verified: false });
    const back = await fixture.visit(provider, eve);
    await fixture.callback(provider, back).expect(403, {
      detail: `${labels[provider]} does not confirm that this e-mail address is yours. Verify it there, or sign in with another account.`,
    });
    expect(await fixture.dataSource.manager.countBy(User, { email: eve.email })).toBe(0);
  });

  it('refuses an account without an address', async () => {
    const { sub } = providerUser();
    const back = await fixture.visit(provider, { sub, email_verified: true });
    await fixture.callback(provider, back).expect(403, {
      detail: `${labels[provider]} gave no e-mail address for this account. Add one there, or sign in with another account.`,
    });
  });

  it('tells a person who said no what to do', async () => {
    const back = await fixture.providers[provider].deny(await fixture.begin(provider));
    await fixture.callback(provider, back).expect(403, {
      detail: `The sign-in was declined at ${labels[provider]}. Start again at /auth/${provider}/login.`,
    });
  });

  it.each(['refusing', 'failing'] as const)('is 503 while the provider is %s', async (how) => {
    const back = await fixture.visit(provider, providerUser());
    fixture.providers[provider].goDown(how);
    await fixture.callback(provider, back).expect(503);
    fixture.providers[provider].comeBack();
    await fixture.signIn(provider, providerUser());
  });

  it('takes a name that is none from the address', async () => {
    const { user } = await fixture.signIn(
      provider,
      providerUser({ name: '  ', email: 'x.y@example.com', sub: `nameless-${provider}` }),
    );
    expect(user.name).toBe('x.y');
  });

  it('is recorded, with the address the request came from', async () => {
    const { user } = await fixture.signIn(provider, providerUser());
    const events = await auditRows(fixture.dataSource, { userId: user.id });
    expect(events).toMatchObject([
      { action: 'user.registered', subject: String(user.id), details: { provider } },
      { action: 'user.signed_in', subject: String(user.id), details: { by: provider } },
    ]);
    expect(events[0]?.ip).toContain('127.0.0.1');
  });
});

describe('the sign-in', () => {
  it('trusts an address of which Microsoft says nothing, from the one tenant admitted', async () => {
    const { sub, email } = providerUser();
    const { user } = await fixture.signIn('microsoft', { sub, email });
    expect(user.email).toBe(email);
  });

  it('does not begin with Microsoft before Microsoft can be reached, then does', async () => {
    const fresh = await startSignIn();
    try {
      fresh.providers.microsoft.goDown();
      await fresh.api.get(`${auth}/microsoft/login`).expect(503);
      fresh.providers.microsoft.comeBack();
      await fresh.signIn('microsoft', providerUser());
    } finally {
      await fresh.close();
    }
  });

  it('is 503 while Redis is away', async () => {
    fixture.redis.pause();
    try {
      await fixture.api.get(`${auth}/google/login`).expect(503);
    } finally {
      fixture.redis.resume();
    }
    await fixture.signIn('google', providerUser());
  });

  it('is 404 with a provider the server does not offer', async () => {
    const plain = await startApi();
    try {
      for (const provider of ['microsoft', 'google'] as const) {
        const detail = `This server does not offer sign-in with ${labels[provider]}. Sign in another way.`;
        await plain.api.get(`${auth}/${provider}/login`).expect(404, { detail });
        await plain.api.get(`${auth}/${provider}/callback?state=a&code=b`).expect(404, { detail });
      }
    } finally {
      await plain.close();
    }
  });
});
