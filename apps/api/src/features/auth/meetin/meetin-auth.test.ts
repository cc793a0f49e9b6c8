import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, User, Workspace, WorkspaceMember } from '@memo/entities';
import { auditRows } from '../../../../test/audit-rows.ts';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { password } from '../../../../test/person.ts';

interface Pair {
  access: string;
  refresh: string;
}

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi({ TRUST_PROXY: '1', RATE_LIMIT_AUTH_PER_MINUTE: '5' });
});
afterAll(() => fixture.close());

let offices = 0;
/** Requests from an address of their own, so that none is counted with another's. */
const post = (path: string, body: object, from = `203.0.113.${(offices += 1)}`) =>
  fixture.api.post(`/api/auth/${path}/`).set('x-forwarded-for', from).send(body);

const profile = (access: string, at = '/api/auth/profile/') =>
  fixture.api.get(at).set('authorization', `Bearer ${access}`);

async function register(email: string, more: object = { name: 'Robin' }): Promise<Pair> {
  const answer = await post('register', { email, password, ...more }).expect(201);
  return answer.body as Pair;
}

describe('a client of meetIN', () => {
  it('signs up and in at its own paths, and finds `access` and `refresh` beside what others find', async () => {
    await register('client@example.com');
    const answer = await post('login', { email: 'client@example.com', password }).expect(200);
    const { access, refresh, access_token, refresh_token, user } = answer.body as Pair & {
      access_token: string;
      refresh_token: string;
      user: object;
    };
    expect([access, refresh]).toEqual([access_token, refresh_token]);
    expect(user).toMatchObject({ email: 'client@example.com', name: 'Robin' });
    expect(answer.get('Cache-Control')).toBe('no-store');
    expect(answer.get('Set-Cookie')?.[0]).toContain('__Host-memo-device=');
    await profile(access).expect(200);
  });

  it.each([
    [{ first_name: 'Jane', last_name: 'Smith' }, 'Jane Smith'],
    [{ first_name: 'Jane' }, 'Jane'],
    [{}, 'nameless'],
  ])('may sign up with %j and is called %s', async (names, name) => {
    const email = `nameless@${newId()}.example.com`;
    const { access } = await register(email, names);
    expect((await profile(access)).body).toMatchObject({ email, name });
  });

  it('gets a new pair for a refresh token, which works once', async () => {
    const { refresh } = await register('rotates@example.com');
    const next = await post('refresh', { refresh }).expect(200);
    expect(Object.keys(next.body as Pair).sort()).toEqual(['access', 'refresh']);
    await profile((next.body as Pair).access).expect(200);
    await post('refresh', { refresh }).expect(401, { detail: 'Could not validate credentials' });
  });

  it('signs out: the refresh token is worth nothing, and neither is the access token', async () => {
    const { access, refresh } = await register('leaves@example.com');
    await post('logout', { refresh }).expect(200, {});
    await post('refresh', { refresh }).expect(401);
    await profile(access).expect(401);
  });

  it('meets the same limits: what is tried here counts there, too', async () => {
    const office = '198.51.100.7';
    const email = 'limited@example.com';
    await register(email);
    const wrong = { email, password: 'not this one' };
    const own = (path: string) => fixture.api.post(path).set('x-forwarded-for', office).send(wrong);
    for (let tries = 0; tries < 5; tries += 1) {
      const path = tries % 2 === 0 ? '/api/auth/login/' : '/api/v1/mobile/auth/login';
      await own(path).expect(401);
    }
    await own('/api/auth/login/').expect(429);
    await own('/api/v1/mobile/auth/login').expect(429);
  });

  it('finds this API’s own form under the usual prefixes, and its own form at its own path alone', async () => {
    await register('two-forms@example.com');
    const body = { email: 'two-forms@example.com', password };
    const usual = await fixture.api.post('/api/v1/web/auth/login').send(body).expect(200);
    expect(usual.body).not.toHaveProperty('access');
  });
});

describe('the profile', () => {
  it('is `/auth/me` with the phone number and every workspace, at each of its three paths', async () => {
    const { user, authorization, scope, access_token } = await fixture.person();
    const { manager } = fixture.dataSource;
    const id = newId();
    await manager.insert(Workspace, { id, name: 'Acme', kind: 'organization' });
    await manager.insert(WorkspaceMember, { workspaceId: id, userId: user.id, role: 'MEMBER' });
    const me = await fixture.api.get('/api/v1/mobile/auth/me').set({ authorization }).expect(200);
    for (const prefix of ['/api', '/api/v1/mobile', '/api/v1/web']) {
      const answer = await profile(access_token, `${prefix}/auth/profile`).expect(200);
      expect(answer.body).toEqual({
        ...(me.body as object),
        phone: null,
        email_verified: false,
        organizations: [
          { id: scope.workspaceId, name: 'Robin', kind: 'personal', role: 'OWNER' },
          { id, name: 'Acme', kind: 'organization', role: 'MEMBER' },
        ],
      });
    }
  });

  it('takes a name and a phone number, leaves out what is left out, and says so in the audit log', async () => {
    const { user, authorization } = await fixture.person();
    const change = (body: object) =>
      fixture.api.patch('/api/auth/profile/').set({ authorization }).send(body);
    await change({ phone: '+49 30 1234' }).expect(200);
    const changed = await change({ name: 'Kim' }).expect(200);
    expect(changed.body).toMatchObject({ name: 'Kim', phone: '+49 30 1234' });
    expect((await change({ phone: '' }).expect(200)).body).toMatchObject({ phone: null });
    const rows = await auditRows(fixture.dataSource, {
      userId: user.id,
      action: 'user.profile_changed',
    });
    expect(rows.map(({ details }) => details)).toEqual([
      { fields: 'phone' },
      { fields: 'name' },
      { fields: 'phone' },
    ]);
  });

  it.each([[{ phone: 'call me' }], [{ name: ' ' }], [{}], [{ email: 'other@example.com' }]])(
    'is not changed by %j',
    async (body) => {
      const { user, authorization } = await fixture.person();
      await fixture.api.patch('/api/auth/profile').set({ authorization }).send(body).expect(422);
      const kept = await fixture.dataSource.manager.findOneByOrFail(User, { id: user.id });
      expect(kept).toMatchObject({ name: 'Robin', phone: null, email: user.email });
    },
  );
});
