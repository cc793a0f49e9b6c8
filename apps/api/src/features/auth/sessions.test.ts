import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { auditRows } from '../../../test/audit-rows.ts';
import { jwtSecret, startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { password, type Person, type Session } from '../../../test/person.ts';
import type { WireSession } from './auth.schemas.ts';

const auth = '/api/v1/mobile/auth';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi({ TRUST_PROXY: '1' });
});

afterAll(() => fixture.close());

const me = (token: string) => fixture.api.get(`${auth}/me`).set('authorization', `Bearer ${token}`);

const post = (path: string, token: string) =>
  fixture.api.post(`${auth}/${path}`).send({ refresh_token: token });

async function signInAgain({ user }: Person, client = 'Memo/1 (test)'): Promise<Session> {
  const answer = await fixture.api
    .post(`${auth}/login`)
    .set('user-agent', client)
    .set('x-forwarded-for', '203.0.113.7')
    .send({ email: user.email, password })
    .expect(200);
  return answer.body as Session;
}

async function sessionsOf({ authorization }: Pick<Person, 'authorization'>) {
  const answer = await fixture.api
    .get(`${auth}/sessions`)
    .set('authorization', authorization)
    .expect(200);
  return (answer.body as { sessions: WireSession[] }).sessions;
}

describe('an access token', () => {
  it('ends with its session at logout, and no other session with it', async () => {
    const robin = await fixture.person();
    const other = await signInAgain(robin);
    await post('logout', robin.refresh_token).expect(204);
    await me(robin.access_token).expect(401, { detail: 'Could not validate credentials' });
    await me(other.access_token).expect(200);
  });

  it('ends when a used refresh token of its session comes back', async () => {
    const robin = await fixture.person();
    const renewed = (await post('refresh', robin.refresh_token).expect(200)).body as Session;
    await fixture.dataSource.query(
      `UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE user_id = $1`,
      [robin.user.id],
    );
    await post('refresh', robin.refresh_token).expect(401);
    await me(robin.access_token).expect(401);
    await me(renewed.access_token).expect(401);
  });

  it('is no good past the end of its session, which is over then', async () => {
    const robin = await fixture.person();
    const [own] = await sessionsOf(robin);
    const other = await signInAgain(robin);
    await fixture.dataSource.query(
      `UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE family_id = $1`,
      [own?.id],
    );
    await me(robin.access_token).expect(401);
    await fixture.api
      .delete(`${auth}/sessions/${own?.id}`)
      .set('authorization', `Bearer ${other.access_token}`)
      .expect(404);
  });

  it('is good beside one that came later in its session', async () => {
    const robin = await fixture.person();
    await post('refresh', robin.refresh_token).expect(200);
    await me(robin.access_token).expect(200);
  });

  it('of release 0.2.0, which names no session, is good until it expires', async () => {
    const robin = await fixture.person();
    const claims = jwt.decode(robin.access_token, { json: true });
    const old = jwt.sign({ ...claims, sid: undefined }, jwtSecret, { algorithm: 'HS256' });
    await post('logout', robin.refresh_token).expect(204);
    await me(old).expect(200);
  });

  it("does not get by with somebody else's session", async () => {
    const [robin, sam] = [await fixture.person(), await fixture.person()];
    const { sid } = jwt.decode(sam.access_token, { json: true }) as { sid: string };
    const claims = jwt.decode(robin.access_token, { json: true });
    await me(jwt.sign({ ...claims, sid }, jwtSecret, { algorithm: 'HS256' })).expect(401);
  });
});

describe('the sessions of a person', () => {
  it('are listed with where they are, and which one asks', async () => {
    const robin = await fixture.person();
    await signInAgain(robin, 'MemoApp/3.2 (iPhone)');
    const sessions = await sessionsOf(robin);
    expect(sessions).toMatchObject([
      { client: 'MemoApp/3.2 (iPhone)', ip: '203.0.113.7', current: false },
      { current: true },
    ]);
    await post('refresh', robin.refresh_token).expect(200);
    expect((await sessionsOf(robin)).map(({ id }) => id).sort()).toEqual(
      sessions.map(({ id }) => id).sort(),
    );
  });

  it('are ended by their owner, each by itself, with a row in the audit log', async () => {
    const robin = await fixture.person();
    const other = await signInAgain(robin);
    const lost = (await sessionsOf(robin)).find(({ current }) => !current)?.id ?? '';
    const end = () =>
      fixture.api.delete(`${auth}/sessions/${lost}`).set('authorization', robin.authorization);
    await end().expect(204);
    await me(other.access_token).expect(401);
    await post('refresh', other.refresh_token).expect(401);
    await me(robin.access_token).expect(200);
    await end().expect(404, { detail: 'You have no such session, or it is over already.' });
    const events = await auditRows(fixture.dataSource, { userId: robin.user.id });
    expect(events.map(({ action }) => action).filter((it) => it === 'session.ended')).toHaveLength(
      1,
    );
  });

  it('are not there for anybody else', async () => {
    const [robin, sam] = [await fixture.person(), await fixture.person()];
    const [own] = await sessionsOf(robin);
    await fixture.api
      .delete(`${auth}/sessions/${own?.id}`)
      .set('authorization', sam.authorization)
      .expect(404);
    await me(robin.access_token).expect(200);
    expect((await sessionsOf(sam)).map(({ id }) => id)).not.toContain(own?.id);
  });
});
