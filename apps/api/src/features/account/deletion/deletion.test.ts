import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDeletion, Identity, newId, User, Workspace, WorkspaceMember } from '@memo/entities';
import { auditRows } from '../../../../test/audit-rows.ts';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { password, type Person } from '../../../../test/person.ts';

const auth = '/api/v1/mobile/auth';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi({ ACCOUNT_RESTORE_DAYS: '3' });
});
afterAll(() => fixture.close());

const remove = ({ user, authorization }: Person, body: object = {}) =>
  fixture.api
    .delete(`${auth}/account`)
    .set({ authorization })
    .send({ email: user.email, password, ...body });
const login = ({ user }: Person) =>
  fixture.api.post(`${auth}/login`).send({ email: user.email, password });
const me = ({ authorization }: Pick<Person, 'authorization'>) =>
  fixture.api.get(`${auth}/me`).set({ authorization });
const isActive = async ({ user }: Person) =>
  (await fixture.dataSource.manager.findOneByOrFail(User, { id: user.id })).isActive;

async function workspaceOf(owners: Person[], others: Person[] = []): Promise<string> {
  const { manager } = fixture.dataSource;
  const id = newId();
  await manager.insert(Workspace, { id, name: `Acme ${id}`, kind: 'organization' });
  const membership = (role: 'OWNER' | 'MEMBER') => (person: Person) => ({
    ...{ workspaceId: id, userId: person.user.id, role },
  });
  const members = [...owners.map(membership('OWNER')), ...others.map(membership('MEMBER'))];
  await manager.insert(WorkspaceMember, members);
  return id;
}

describe('deleting an account', () => {
  it('signs the person out everywhere at once, and says until when they can come back', async () => {
    const robin = await fixture.person();
    const other = await login(robin).expect(200);
    const answer = await remove(robin).expect(200);
    const { deleted_at, restorable_until } = answer.body as Record<string, string>;
    const days = (Date.parse(restorable_until ?? '') - Date.parse(deleted_at ?? '')) / 86_400_000;
    expect(days).toBe(3);
    await me(robin).expect(401);
    // By which a process of the last release tells, too.
    expect(await isActive(robin)).toBe(false);
    const { access_token, refresh_token } = other.body as Record<string, string>;
    await me({ authorization: `Bearer ${access_token}` }).expect(401);
    await fixture.api.post(`${auth}/refresh`).send({ refresh_token }).expect(401);
    const [row] = await auditRows(fixture.dataSource, {
      ...{ userId: robin.user.id, action: 'account.deleted' },
    });
    expect(row?.details).toEqual({ purge_after: restorable_until });
  });

  it('is taken back by signing in, with all there was', async () => {
    const robin = await fixture.person();
    await remove(robin).expect(200);
    const back = await login(robin).expect(200);
    const { access_token } = back.body as { access_token: string };
    const again = await me({ authorization: `Bearer ${access_token}` }).expect(200);
    expect(again.body).toMatchObject({
      id: robin.user.id,
      workspace: { id: robin.scope.workspaceId },
    });
    // What was signed out stays so.
    await me(robin).expect(401);
    const { manager } = fixture.dataSource;
    expect(await manager.countBy(AccountDeletion, { userId: robin.user.id })).toBe(0);
    expect(
      await auditRows(fixture.dataSource, { userId: robin.user.id, action: 'account.restored' }),
    ).toHaveLength(1);
  });

  it('is taken back once by many sign-ins at the same moment', async () => {
    const robin = await fixture.person();
    await remove(robin).expect(200);
    const answers = await Promise.all(Array.from({ length: 5 }, () => login(robin)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await isActive(robin)).toBe(true);
  });

  it('cannot be taken back once the purge has begun, nor by who was deactivated', async () => {
    const [purged, deactivated] = [await fixture.person(), await fixture.person()];
    const { manager } = fixture.dataSource;
    await remove(purged).expect(200);
    await manager.update(AccountDeletion, { userId: purged.user.id }, { begunAt: new Date() });
    await manager.update(User, { id: deactivated.user.id }, { isActive: false });
    for (const person of [purged, deactivated]) await login(person).expect(401);
  });

  it('needs the password, or a sign-in of a moment ago', async () => {
    const robin = await fixture.person();
    await remove(robin, { password: 'not this one' }).expect(403, {
      detail: 'The password is wrong.',
    });
    await fixture.dataSource.query(
      `UPDATE refresh_tokens SET created_at = created_at - interval '11 minutes' WHERE user_id = $1`,
      [robin.user.id],
    );
    await remove(robin, { password: undefined }).expect(403);
    await fixture.dataSource.query(
      `UPDATE refresh_tokens SET created_at = created_at + interval '2 minutes' WHERE user_id = $1`,
      [robin.user.id],
    );
    await fixture.dataSource.manager.delete(Identity, { userId: robin.user.id });
    await remove(robin, { password: undefined }).expect(200);
  });

  it('needs the address, typed by its person', async () => {
    const robin = await fixture.person();
    await remove(robin, { email: 'other@example.com' }).expect(403);
    await remove(robin, { email: robin.user.email.toUpperCase() }).expect(200);
  });
});

describe('the only owner of a workspace where others work', () => {
  it('is told of it by name, and goes once there is another', async () => {
    const [robin, kim] = [await fixture.person(), await fixture.person()];
    const workspaceId = await workspaceOf([robin], [kim]);
    const refused = await remove(robin).expect(409);
    expect((refused.body as { detail: string }).detail).toContain(`“Acme ${workspaceId}”`);
    expect(await isActive(robin)).toBe(true);
    const { manager } = fixture.dataSource;
    await manager.update(WorkspaceMember, { workspaceId, userId: kim.user.id }, { role: 'OWNER' });
    await remove(robin).expect(200);
  });

  it('is not taken for gone where an owner who is there no more is the other one', async () => {
    const [robin, kim, ann] = await Promise.all([1, 2, 3].map(() => fixture.person()));
    if (robin === undefined || kim === undefined || ann === undefined) throw new Error('Nobody');
    await workspaceOf([robin, kim], [ann]);
    const answers = await Promise.all([remove(robin), remove(kim)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('may go where nobody else works', async () => {
    const robin = await fixture.person();
    await workspaceOf([robin]);
    await remove(robin).expect(200);
  });
});
