import { WorkspaceMember, type WorkspaceRole } from '@memo/entities';
import { auditRows } from './audit-rows.ts';
import { newTemplateExample } from '../src/features/templates/templates.examples.ts';
import type { WireTemplate } from '../src/features/templates/templates.schemas.ts';
import { password, type ApiFixture, type Session } from './api-fixture.ts';

export type Person = Session & { authorization: string };

const root = '/api/v1/mobile/templates';

/** One person's requests about templates, to one API process. */
export function templatesClient({ api }: Pick<ApiFixture, 'api'>, { authorization }: Person) {
  const as = { authorization };
  return {
    list: (path = '') => api.get(`${root}${path}`).set(as),
    get: (id: string) => api.get(`${root}/${id}`).set(as),
    create: (body: object) => api.post(root).set(as).send(body),
    update: (id: string, body: object) => api.put(`${root}/${id}`).set(as).send(body),
    remove: (id: string) => api.delete(`${root}/${id}`).set(as),
  };
}

/** Somebody new, with their requests about templates. */
export async function templateAuthor(fixture: ApiFixture) {
  const person = await fixture.register();
  const client = templatesClient(fixture, person);
  const created = async (body: object = newTemplateExample) =>
    (await client.create(body).expect(201)).body as WireTemplate;
  return { ...client, person, created };
}

export async function workspaceOf({ dataSource }: ApiFixture, { user }: Person): Promise<string> {
  const { manager } = dataSource;
  return (await manager.findOneByOrFail(WorkspaceMember, { userId: user.id })).workspaceId;
}

export async function setRole({ dataSource }: ApiFixture, { user }: Person, role: WorkspaceRole) {
  await dataSource.manager.update(WorkspaceMember, { userId: user.id }, { role });
}

/** Somebody new who works in this person's workspace, and in no other. */
export async function registerColleague(fixture: ApiFixture, person: Person): Promise<Person> {
  const { user } = await fixture.register();
  const workspaceId = await workspaceOf(fixture, person);
  const membership = { workspaceId, role: 'MEMBER' } as const;
  await fixture.dataSource.manager.update(WorkspaceMember, { userId: user.id }, membership);
  const answer = await fixture.api
    .post('/api/v1/mobile/auth/login')
    .send({ email: user.email, password })
    .expect(200);
  const session = answer.body as Session;
  return { ...session, authorization: `Bearer ${session.access_token}` };
}

/** What was recorded about templates in this person's workspace, in order. */
export async function templateAudit(fixture: ApiFixture, person: Person) {
  const workspaceId = await workspaceOf(fixture, person);
  const events = await auditRows(fixture.dataSource, { workspaceId });
  return events
    .filter(({ action }) => action.startsWith('template.'))
    .map(({ action, subject, details, userId }) => ({ action, subject, details, userId }));
}
