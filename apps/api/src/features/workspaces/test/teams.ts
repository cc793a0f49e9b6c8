import type { AuditEvent, WorkspaceRole } from '@memo/entities';
import type { Response, Test } from 'supertest';
import type { ApiFixture } from '../../../../test/api-fixture.ts';
import { auditRows } from '../../../../test/audit-rows.ts';
import { aMemberOf, type Person } from '../../../../test/person.ts';
import type { WireNewInvitation } from '../invitations/invitations.schemas.ts';
import type { WireMember, WireMemberPage } from '../members/members.schemas.ts';
import type { WireWorkspace, WireWorkspacePage } from '../workspaces.schemas.ts';

export const mobile = '/api/v1/mobile';

type Fixture = Pick<ApiFixture, 'api' | 'dataSource' | 'person'>;

/** One person's requests about workspaces, under one of their names. */
export function workspacesClient(
  { api }: Pick<ApiFixture, 'api'>,
  { authorization }: Pick<Person, 'authorization'>,
  base = `${mobile}/workspaces`,
) {
  const as = (test: Test): Test => test.set({ authorization });
  return {
    as,
    list: () => as(api.get(`${base}/`)),
    create: (name: string) => as(api.post(`${base}/`)).send({ name }),
    get: (id: string) => as(api.get(`${base}/${id}`)),
    rename: (id: string, name: string) => as(api.put(`${base}/${id}`)).send({ name }),
    remove: (id: string) => as(api.delete(`${base}/${id}`)),
    members: (id: string) => as(api.get(`${base}/${id}/members/`)),
    add: (id: string, member: object) => as(api.post(`${base}/${id}/members/`)).send(member),
    setRole: (id: string, userId: number, role: string) =>
      as(api.patch(`${base}/${id}/members/${userId}`)).send({ role }),
    removeMember: (id: string, userId: number) => as(api.delete(`${base}/${id}/members/${userId}`)),
    leave: (id: string) => as(api.post(`${base}/${id}/leave`)),
    transfer: (id: string, userId: number) =>
      as(api.post(`${base}/${id}/transfer`)).send({ user_id: userId }),
    invite: (id: string, invitation: object = {}) =>
      as(api.post(`${base}/${id}/invitations/`)).send({ role: 'MEMBER', ...invitation }),
    invitations: (id: string) => as(api.get(`${base}/${id}/invitations/`)),
    revoke: (id: string, invitationId: string) =>
      as(api.delete(`${base}/${id}/invitations/${invitationId}`)),
    accept: (token: string) => as(api.post(`${mobile}/invitations/accept`)).send({ token }),
  };
}

export type Teammate = Person & ReturnType<typeof workspacesClient>;

export const teammate = (fixture: Fixture, person: Person): Teammate => ({
  ...person,
  ...workspacesClient(fixture, person),
});

export const someone = async (fixture: Fixture): Promise<Teammate> =>
  teammate(fixture, await fixture.person());

/** A workspace that somebody has just made, and people who join it. */
export async function startTeam(fixture: Fixture) {
  const owner = await someone(fixture);
  const { id } = (await owner.create('Acme sales').expect(201)).body as WireWorkspace;
  return {
    id,
    owner,
    join: async (role: WorkspaceRole) => teammate(fixture, await aMemberOf(fixture, id, role)),
    invited: async (invitation: object = {}) =>
      (await owner.invite(id, invitation).expect(201)).body as WireNewInvitation,
    /** Roles by user. */
    roles: async () => {
      const page = (await owner.members(id).expect(200)).body as WireMemberPage;
      return new Map(page.data.map(({ user_id: userId, role }) => [userId, role]));
    },
    /** What was recorded in the workspace, in order. */
    audited: async () =>
      (await auditRows(fixture.dataSource, { workspaceId: id })).map(
        ({ action, subject, details, userId }: AuditEvent) => ({
          action,
          subject,
          details,
          userId,
        }),
      ),
  };
}

export const detailOf = ({ body }: Response): string => (body as { detail: string }).detail;
export const memberIn = ({ body }: Response): WireMember => body as WireMember;
export const workspacesIn = ({ body }: Response): WireWorkspace[] =>
  (body as WireWorkspacePage).data;
