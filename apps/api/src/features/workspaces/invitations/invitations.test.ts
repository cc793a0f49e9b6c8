import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { User, WorkspaceInvitation } from '@memo/entities';
import { providerUser, startSignIn, type SignInFixture } from '../../../../test/sign-in-fixture.ts';
import { detailOf, someone, startTeam, workspacesClient, workspacesIn } from '../test/teams.ts';
import { holdWorkspace, whileHeld } from '../test/while-held.ts';
import type { WireInvitationPage, WireNewInvitation } from './invitations.schemas.ts';

let fixture: SignInFixture;

beforeAll(async () => {
  fixture = await startSignIn();
});

afterAll(() => fixture.close());

const sharedSecret = (token: string) =>
  fixture.dataSource.query(
    `SELECT 1 FROM workspace_invitations AS i WHERE i::text LIKE '%' || $1 || '%'`,
    [token],
  );

describe('an invitation', () => {
  it('is a link that is told once and kept as a hash, and makes whoever has it a member', async () => {
    const { id, owner, invited, audited } = await startTeam(fixture);
    const made = await invited({ role: 'VIEWER', expires_in_days: 2 });
    expect(made).toMatchObject({ email: null, role: 'VIEWER', invited_by: owner.user.id });
    expect(made.link).toMatch(new RegExp(`^http.*/invitations\\?token=${made.token}$`));
    expect(Buffer.from(made.token, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBe(2 * 86_400_000);
    expect(await sharedSecret(made.token)).toEqual([]);

    const kim = await someone(fixture);
    const joined = await kim.accept(made.token).expect(200);
    expect(joined.body).toMatchObject({ id, name: 'Acme sales', role: 'VIEWER', member_count: 2 });
    expect(workspacesIn(await kim.list())).toContainEqual(joined.body);
    expect((await audited()).slice(-2)).toEqual([
      {
        ...{ action: 'invitation.created', subject: made.id, userId: owner.user.id },
        details: { role: 'VIEWER', for_one_address: false },
      },
      {
        ...{ action: 'invitation.accepted', subject: made.id, userId: kim.user.id },
        details: { role: 'VIEWER' },
      },
    ]);
  });

  it('leads to words that say who invites to what, and uses up nothing', async () => {
    const { id, owner, invited } = await startTeam(fixture);
    await owner.rename(id, '<b>Acme</b>\n"x"').expect(200);
    const { link, token } = await invited({ role: 'VIEWER' });
    const { pathname, search } = new URL(link);
    for (let look = 0; look < 2; look += 1) {
      const page = await fixture.api.get(pathname + search).expect(200);
      expect(page.get('Content-Type')).toBe('text/plain; charset=utf-8');
      expect(page.get('Cache-Control')).toBe('no-store');
      expect(page.text).toContain('Robin invites you to the workspace "<b>Acme</b> "x""');
      expect(page.text).toContain(token);
    }
    await (await someone(fixture)).accept(token).expect(200);
    expect(detailOf(await fixture.api.get(pathname + search).expect(404))).toContain('Ask for');
  });

  it('works once: not again, and for one of many at one time', async () => {
    const { id, invited, roles } = await startTeam(fixture);
    const { token } = await invited();
    const people = await Promise.all([1, 2, 3].map(() => someone(fixture)));
    const accepting = people.map((one) => () => one.accept(token));
    const answers = await whileHeld(fixture.dataSource, holdWorkspace(id), accepting);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    expect(await roles()).toHaveProperty('size', 2);
    expect(detailOf(await (await someone(fixture)).accept(token).expect(410))).toContain(
      'been used',
    );
  });

  it('for an address takes an account of that address alone, also one of a provider', async () => {
    const { invited, roles } = await startTeam(fixture);
    const ada = providerUser();
    const { token } = await invited({ email: ada.email.toUpperCase(), role: 'ADMIN' });
    const other = await someone(fixture);
    expect(detailOf(await other.accept(token).expect(403))).toContain('another e-mail address');
    const session = await fixture.signIn('google', ada);
    const signedIn = { authorization: `Bearer ${session.access_token}` };
    await workspacesClient(fixture, signedIn).accept(token).expect(200);
    expect((await roles()).get(session.user.id)).toBe('ADMIN');
  });

  it('is not used up by who is a member', async () => {
    const { owner, invited } = await startTeam(fixture);
    const { token } = await invited();
    expect(detailOf(await owner.accept(token).expect(409))).toContain('member of this workspace');
    await (await someone(fixture)).accept(token).expect(200);
  });

  it('is worth nothing once it is revoked, has expired, or its workspace is deleted', async () => {
    const { id, owner, invited } = await startTeam(fixture);
    const [revoked, expired, last] = [await invited(), await invited(), await invited()];
    const kim = await someone(fixture);
    await owner.revoke(id, revoked.id).expect(204);
    await owner.revoke(id, revoked.id).expect(404);
    await kim.accept(revoked.token).expect(404);
    const over = { expiresAt: new Date(Date.now() - 1_000) };
    await fixture.dataSource.manager.update(WorkspaceInvitation, { id: expired.id }, over);
    expect(detailOf(await kim.accept(expired.token).expect(410))).toContain('expired');
    await owner.remove(id).expect(204);
    await kim.accept(last.token).expect(404);
    await kim.accept('a guess').expect(404);
  });

  it('is of its own workspace: nobody else revokes it or sees it', async () => {
    const [one, other] = [await startTeam(fixture), await startTeam(fixture)];
    const { id, token } = await one.invited();
    await other.owner.revoke(other.id, id).expect(404);
    await other.owner.revoke(one.id, id).expect(404);
    expect((await other.owner.invitations(other.id)).body).toMatchObject({ data: [], total: 0 });
    await (await someone(fixture)).accept(token).expect(200);
  });

  it('can be seen by who manages the workspace as long as it can be used, without its token', async () => {
    const { id, owner, join, invited } = await startTeam(fixture);
    const [first, second] = [await invited(), await invited({ email: 'kim@example.com' })];
    const answer = await (await join('ADMIN')).invitations(id).expect(200);
    const ids = (page: unknown) => (page as WireInvitationPage).data.map((one) => one.id);
    expect(ids(answer.body)).toEqual([second.id, first.id]);
    expect(answer.text).not.toContain(first.token);
    await (await someone(fixture)).accept(first.token).expect(200);
    await (await join('MEMBER')).invitations(id).expect(403);
    // An address has one, the last one.
    const third = await invited({ email: 'kim@example.com' });
    expect(ids((await owner.invitations(id)).body)).toEqual([third.id]);
  });

  it('makes no owners, and asks for nobody who is a member', async () => {
    const { id, owner } = await startTeam(fixture);
    for (const bad of [
      { role: 'OWNER' },
      { role: 'KING' },
      { expires_in_days: 0 },
      { expires_in_days: 31 },
    ]) {
      await owner.invite(id, bad).expect(422);
    }
    await owner.invite(id, { email: owner.user.email }).expect(409);
  });
});

type Ending = (by: {
  id: string;
  owner: Awaited<ReturnType<typeof someone>>;
  admin: Awaited<ReturnType<typeof someone>>;
}) => Promise<unknown>;

const endings: Record<string, Ending> = {
  'was removed': ({ id, owner, admin }) => owner.removeMember(id, admin.user.id).expect(204),
  'has left': ({ id, admin }) => admin.leave(id).expect(204),
  'is a member like others': ({ id, owner, admin }) =>
    owner.setRole(id, admin.user.id, 'MEMBER').expect(200),
  'was deactivated': ({ admin }) =>
    fixture.dataSource.manager.update(User, { id: admin.user.id }, { isActive: false }),
};

describe('an invitation of an administrator', () => {
  it.each(Object.keys(endings))('is worth nothing when its maker %s', async (how) => {
    const { id, owner, join } = await startTeam(fixture);
    const admin = await join('ADMIN');
    const { token } = (await admin.invite(id).expect(201)).body as WireNewInvitation;
    await endings[how]?.({ id, owner, admin });
    const answer = await (await someone(fixture)).accept(token);
    expect([404, 410]).toContain(answer.status);
  });

  it('is not good again when its maker comes back', async () => {
    const { id, owner, join } = await startTeam(fixture);
    const admin = await join('ADMIN');
    const { token } = (await admin.invite(id).expect(201)).body as WireNewInvitation;
    await owner.removeMember(id, admin.user.id).expect(204);
    await admin.accept(token).expect(404);
    // Back as what they were.
    await fixture.dataSource.query(
      `INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, 'ADMIN')`,
      [id, admin.user.id],
    );
    await (await someone(fixture)).accept(token).expect(404);
  });
});

it('an address that nobody has proven, where people can prove theirs, is invited and not added', async () => {
  const { id, owner } = await startTeam(fixture);
  const squatter = await someone(fixture);
  expect(detailOf(await owner.add(id, { email: squatter.user.email }).expect(409))).toContain(
    'Invite',
  );
  const ada = await fixture.signIn('google', providerUser());
  await owner.add(id, { email: ada.user.email }).expect(201);
});
