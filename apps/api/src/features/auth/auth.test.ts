import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Identity, RefreshToken, User } from '@memo/entities';
import jwt from 'jsonwebtoken';
import { auditRows } from '../../../test/audit-rows.ts';
import { jwtSecret, startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { password, type Session } from '../../../test/person.ts';

const auth = '/api/v1/mobile/auth';
const badCredentials = { detail: 'Could not validate credentials' };

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

const refresh = (token: string) =>
  fixture.api.post(`${auth}/refresh`).send({ refresh_token: token });

const me = (authorization: string) =>
  fixture.api.get(`${auth}/me`).set('authorization', authorization);

async function signUp(email: string): Promise<Session> {
  const account = { name: 'Robin', email, password };
  const answer = await fixture.api.post(`${auth}/register`).send(account).expect(201);
  return answer.body as Session;
}

/** A header with a real token's claims, those to change excepted, so that only what the test changes is wrong. */
function resigned(
  token: string,
  key: string,
  options: jwt.SignOptions,
  changes: jwt.JwtPayload = {},
): string {
  const claims = jwt.decode(token, { json: true });
  return `Bearer ${jwt.sign({ ...claims, ...changes }, key, options)}`;
}

describe('signing up', () => {
  it('gives tokens that say who is calling', async () => {
    const { user, access_token, token_type } = await signUp('new@example.com');
    expect(token_type).toBe('bearer');
    expect((await me(`Bearer ${access_token}`).expect(200)).body).toMatchObject(user);
  });

  it('keeps no password, only an Argon2id hash of 9 MiB and 4 passes', async () => {
    const { user } = await signUp('secret@example.com');
    const identity = await fixture.dataSource.manager.findOneByOrFail(Identity, {
      userId: user.id,
    });
    expect(identity.passwordHash).toMatch(/^\$argon2id\$v=19\$m=9216,p=1,t=4\$/);
  });

  it('refuses an address that is registered, whatever its case', async () => {
    const { user } = await fixture.person();
    const email = user.email.toUpperCase();
    await fixture.api.post(`${auth}/register`).send({ name: 'Twin', email, password }).expect(409, {
      detail: 'This e-mail address is already registered. Sign in instead.',
    });
  });

  it('takes no letter of another script for a plain one', async () => {
    const kelvin = '\u212a';
    expect(kelvin.toLowerCase()).toBe('k');
    await fixture.api
      .post(`${auth}/register`)
      .send({ name: 'Twin', email: `${kelvin}im@example.com`, password })
      .expect(422);
  });

  it('registers one of two who take the same address at the same moment', async () => {
    const body = { name: 'Twin', email: 'twins@example.com', password };
    const answers = await Promise.all(
      [1, 2].map(() => fixture.api.post(`${auth}/register`).send(body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('lists everything that is wrong in the form of the contract', async () => {
    const answer = await fixture.api
      .post(`${auth}/register`)
      .send({ email: 'no address', password: 'short', role: 'ADMIN' })
      .expect(422);
    const { detail } = answer.body as { detail: { loc: string[]; type: string }[] };
    expect(detail.map(({ loc }) => loc.join('.')).sort()).toEqual([
      'body.email',
      'body.name',
      'body.password',
      'body.role',
    ]);
    expect(detail).toContainEqual({
      loc: ['body', 'name'],
      msg: 'field required',
      type: 'value_error.missing',
    });
  });
});

describe('signing in', () => {
  it('works with the right password under the web prefix too', async () => {
    const { user } = await fixture.person();
    const answer = await fixture.api
      .post('/api/v1/web/auth/login/')
      .send({ email: user.email, password })
      .expect(200);
    expect((answer.body as Session).user).toEqual(user);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const { user } = await fixture.person();
    const detail = 'The e-mail address or the password is wrong.';
    for (const email of [user.email, 'nobody@example.com']) {
      await fixture.api
        .post(`${auth}/login`)
        .send({ email, password: 'wrong password' })
        .expect(401, { detail });
    }
  });
});

describe('an access token', () => {
  it('is refused when missing or malformed', async () => {
    await fixture.api.get(`${auth}/me`).expect(401, badCredentials);
    const answer = await me('Bearer nonsense').expect(401, badCredentials);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('can be made again from its claims with our key and algorithm', async () => {
    const { user, access_token } = await fixture.person();
    expect(
      (await me(resigned(access_token, jwtSecret, { algorithm: 'HS256' })).expect(200)).body,
    ).toMatchObject(user);
  });

  it.each<[string, string, jwt.SignOptions]>([
    ['another key', 'another secret that is long enough too', { algorithm: 'HS256' }],
    ['another algorithm and our key', jwtSecret, { algorithm: 'HS512' }],
    ['nothing', '', { algorithm: 'none' }],
  ])('is refused when its claims are right but signed with %s', async (_what, key, options) => {
    const { access_token } = await fixture.person();
    await me(resigned(access_token, key, options)).expect(401, badCredentials);
  });

  it('is refused once expired', async () => {
    const { access_token } = await fixture.person();
    const exp = Math.floor(Date.now() / 1_000) - 1;
    const expired = resigned(access_token, jwtSecret, { algorithm: 'HS256' }, { exp });
    await me(expired).expect(401, badCredentials);
  });

  it('is refused when its user was deactivated', async () => {
    const { user, authorization } = await fixture.person();
    await fixture.dataSource.manager.update(User, user.id, { isActive: false });
    await me(authorization).expect(401, badCredentials);
  });
});

describe('raising the token version of a user', () => {
  it('ends the access tokens there are, and none that come', async () => {
    const { user, authorization, refresh_token } = await fixture.person();
    await fixture.dataSource.manager.increment(User, { id: user.id }, 'tokenVersion', 1);
    await me(authorization).expect(401, badCredentials);
    const renewed = await refresh(refresh_token).expect(200);
    expect(
      (await me(`Bearer ${(renewed.body as Session).access_token}`).expect(200)).body,
    ).toMatchObject(user);
  });

  it.each([1, '0', null])('leaves a token no way to claim version %p', async (ver) => {
    const { access_token } = await fixture.person();
    const forged = resigned(access_token, jwtSecret, { algorithm: 'HS256' }, { ver });
    await me(forged).expect(401, badCredentials);
  });
});

describe('an access token from before versions were counted', () => {
  it('is good until the version of its user is raised', async () => {
    const { user, access_token } = await fixture.person();
    const key = { algorithm: 'HS256' } as const;
    const old = resigned(access_token, jwtSecret, key, { ver: undefined });
    expect(jwt.decode(old.slice('Bearer '.length))).not.toHaveProperty('ver');
    expect((await me(old).expect(200)).body).toMatchObject(user);
    await fixture.dataSource.manager.increment(User, { id: user.id }, 'tokenVersion', 1);
    await me(old).expect(401, badCredentials);
  });
});

describe('the audit log of an account', () => {
  const actions = async (userId: number) => {
    const events = await auditRows(fixture.dataSource, { userId });
    return events.map(({ action }) => action);
  };

  it('tells of signing up, in and out once each, and not of refreshing', async () => {
    const { user, refresh_token } = await signUp('audited@example.com');
    const answer = await fixture.api
      .post(`${auth}/login`)
      .send({ email: user.email, password })
      .expect(200);
    const renewed = await refresh((answer.body as Session).refresh_token).expect(200);
    const { refresh_token: last } = renewed.body as Session;
    for (const token of [last, last, refresh_token]) {
      await fixture.api.post(`${auth}/logout`).send({ refresh_token: token }).expect(204);
    }
    expect(await actions(user.id)).toEqual([
      'user.registered',
      'user.signed_in',
      'user.signed_in',
      'user.signed_out',
      'user.signed_out',
    ]);
  });

  it('tells once of a session that was revoked because a used token came back', async () => {
    const { refresh_token: first, user } = await fixture.person();
    await refresh(first).expect(200);
    await fixture.dataSource.query(
      `UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE user_id = $1`,
      [user.id],
    );
    await refresh(first).expect(401);
    await refresh(first).expect(401);
    expect(await actions(user.id)).toEqual(['user.signed_in', 'session.revoked']);
  });
});

describe('a refresh token', () => {
  it('gives a new pair once', async () => {
    const { refresh_token: first } = await fixture.person();
    const answer = await refresh(first).expect(200);
    await refresh(first).expect(401, badCredentials);
    await refresh((answer.body as Session).refresh_token).expect(200);
  });

  it('is kept as a hash', async () => {
    const { refresh_token: token, user } = await fixture.person();
    const kept = await fixture.dataSource.manager.findOneByOrFail(RefreshToken, {
      userId: user.id,
    });
    expect(kept.tokenHash).not.toContain(token);
  });

  it('that comes back later revokes the whole session', async () => {
    const { refresh_token: first, user } = await fixture.person();
    const answer = await refresh(first).expect(200);
    await fixture.dataSource.query(
      `UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE user_id = $1`,
      [user.id],
    );
    await refresh(first).expect(401);
    await refresh((answer.body as Session).refresh_token).expect(401);
  });

  it('has one successor however many ask at once', async () => {
    const { refresh_token: first } = await fixture.person();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(first)));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    await refresh((winners[0]?.body as Session).refresh_token).expect(200);
  });

  it('is worth nothing after logout', async () => {
    const { refresh_token: token } = await fixture.person();
    await fixture.api.post(`${auth}/logout`).send({ refresh_token: token }).expect(204);
    await refresh(token).expect(401);
  });
});
