import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Identity, User } from '@memo/entities';
import { startMailServer, type ReceivedMail, type TestMailServer } from '@memo/testing/mail';
import { auditRows } from '../../../../test/audit-rows.ts';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { password, type Person, type Session } from '../../../../test/person.ts';

const auth = '/api/v1/mobile/auth';
const chosen = 'another long password';

let mailServer: TestMailServer;
let fixture: ApiFixture;

beforeAll(async () => {
  mailServer = await startMailServer();
  fixture = await startApi({
    SMTP_URL: mailServer.url,
    MAIL_FROM: 'Memo <memo@example.com>',
    PUBLIC_URL: 'https://memo.example.com',
    TRUST_PROXY: '1',
  });
});
afterAll(async () => {
  await fixture.close();
  await mailServer.close();
});

const post = (path: string, body: object, authorization?: string) => {
  const request = fixture.api.post(`${auth}/${path}`);
  if (authorization !== undefined) void request.set({ authorization });
  return request.send(body);
};
const login = (email: string, secret = password) => post('login', { email, password: secret });
const me = (authorization: string) => fixture.api.get(`${auth}/me`).set({ authorization });
const refresh = ({ refresh_token }: Session) => post('refresh', { refresh_token });
const tokenIn = ({ text }: ReceivedMail): string => /#token=(\S+)/.exec(text)?.[1] ?? 'none';
const lastAction = async ({ user }: Person, action: string) =>
  (await auditRows(fixture.dataSource, { subject: String(user.id), action })).length;

describe('changing a password', () => {
  it('needs the one before, keeps this session and ends every other one', async () => {
    const robin = await fixture.person();
    const other = (await login(robin.user.email).expect(200)).body as Session;
    const change = { current_password: password, new_password: chosen };
    await post('password', change, robin.authorization).expect(204);
    await me(robin.authorization).expect(200);
    await me(`Bearer ${other.access_token}`).expect(401);
    await refresh(other).expect(401);
    await refresh(robin).expect(200);
    await login(robin.user.email).expect(401);
    await login(robin.user.email, chosen).expect(200);
    expect(await lastAction(robin, 'user.password_changed')).toBe(1);
    expect((await mailServer.mailTo(robin.user.email)).subject).toBe('Your password was changed');
  });

  it('is refused with a wrong one, and tries are counted as guesses', async () => {
    const robin = await fixture.person();
    const guess = { current_password: 'a guess', new_password: chosen };
    const tries = Array.from({ length: 12 }, () =>
      post('password', guess, robin.authorization).set('x-forwarded-for', '203.0.113.9'),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    await login(robin.user.email).expect(200);
  });
});

describe('a password that was forgotten', () => {
  const ask = (email: string) => post('password/reset', { email });
  const reset = (token: string) => post('password/reset/confirm', { token, new_password: chosen });

  it('is set anew with a mail, once; every session ends and the address is proven', async () => {
    const robin = await fixture.person();
    await ask(robin.user.email.toUpperCase()).expect(202);
    const mail = await mailServer.mailTo(robin.user.email);
    expect(mail.text).toContain('https://memo.example.com/reset-password#token=');
    await reset(tokenIn(mail)).expect(204);
    await me(robin.authorization).expect(401);
    await refresh(robin).expect(401);
    await login(robin.user.email).expect(401);
    await login(robin.user.email, chosen).expect(200);
    await reset(tokenIn(mail)).expect(400);
    const user = await fixture.dataSource.manager.findOneByOrFail(User, { id: robin.user.id });
    expect(user.emailVerified).toBe(true);
    expect(await lastAction(robin, 'user.password_reset')).toBe(1);
  });

  it('is not set with a mail from before another reset', async () => {
    const robin = await fixture.person();
    await ask(robin.user.email).expect(202);
    const first = await mailServer.mailTo(robin.user.email);
    await ask(robin.user.email).expect(202);
    const second = await mailServer.mailTo(robin.user.email, 1);
    await reset(tokenIn(second)).expect(204);
    await reset(tokenIn(first)).expect(400);
  });

  it('gets one that signed in by a provider alone', async () => {
    const robin = await fixture.person();
    await fixture.dataSource.manager.delete(Identity, { userId: robin.user.id });
    await ask(robin.user.email).expect(202);
    await reset(tokenIn(await mailServer.mailTo(robin.user.email))).expect(204);
    await login(robin.user.email, chosen).expect(200);
  });

  it('is answered alike for an address that nobody has, to which no mail goes', async () => {
    const robin = await fixture.person();
    const [there, nowhere] = [await ask(robin.user.email), await ask('nobody@example.com')];
    expect([nowhere.status, nowhere.body]).toEqual([there.status, there.body]);
    await mailServer.mailTo(robin.user.email);
    expect(mailServer.mails.flatMap(({ to }) => to)).not.toContain('nobody@example.com');
  });

  it('is answered before the mail server says anything', async () => {
    const robin = await fixture.person();
    mailServer.hang(true);
    await ask(robin.user.email).expect(202);
    mailServer.hang(false);
  });

  it.each(['robin', 'nobody'])('is mailed five times an hour at most: %s', async (who) => {
    const robin = await fixture.person();
    const email = who === 'robin' ? robin.user.email : 'nobody-else@example.com';
    for (let times = 0; times < 5; times += 1) await ask(email).expect(202);
    const sixth = await ask(email).expect(429);
    expect(Number(sixth.get('Retry-After'))).toBeGreaterThan(0);
  });

  it('is kept as a hash of what the mail has, and for half an hour', async () => {
    const robin = await fixture.person();
    await ask(robin.user.email).expect(202);
    const token = tokenIn(await mailServer.mailTo(robin.user.email));
    const [key] = await fixture.redis.client.keys('account:reset:*');
    const everything = await fixture.redis.client.keys('*');
    expect(everything.join()).not.toContain(token);
    const left = await fixture.redis.client.pttl(key ?? '');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(30 * 60_000);
  });
});

describe('an address', () => {
  const ask = ({ authorization }: Person) => post('address-proof', {}, authorization);
  const prove = (token: string, { authorization }: Person) =>
    post('address-proof/confirm', { token }, authorization);
  const isProven = async ({ user }: Person) =>
    (await fixture.dataSource.manager.findOneByOrFail(User, { id: user.id })).emailVerified;

  it('is proven by who reads its mail and is signed in to the account', async () => {
    const robin = await fixture.person();
    await ask(robin).expect(202);
    await prove(tokenIn(await mailServer.mailTo(robin.user.email)), robin).expect(204);
    expect(await isProven(robin)).toBe(true);
    expect(await lastAction(robin, 'user.address_proven')).toBe(1);
    await ask(robin).expect(409);
  });

  it('is not proven by another account: who clicks a mail gives nobody their address', async () => {
    const [robin, stranger] = [await fixture.person(), await fixture.person()];
    await ask(robin).expect(202);
    await prove(tokenIn(await mailServer.mailTo(robin.user.email)), stranger).expect(400);
    expect([await isProven(robin), await isProven(stranger)]).toEqual([false, false]);
  });
});
