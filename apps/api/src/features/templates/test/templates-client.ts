import type { ApiFixture } from '../../../../test/api-fixture.ts';
import { auditRows } from '../../../../test/audit-rows.ts';
import type { Person, Place } from '../../../../test/person.ts';
import { newTemplateExample } from '../templates.examples.ts';
import type { WireTemplate, WireTemplatePage } from '../templates.schemas.ts';

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

export type TemplateAuthor = Awaited<ReturnType<typeof templateAuthor>>;

/** Somebody new, with their requests about templates. */
export async function templateAuthor(fixture: ApiFixture, place?: Place) {
  const person = await fixture.person(place);
  const client = templatesClient(fixture, person);
  const { workspaceId } = person.scope;
  return {
    ...person,
    ...client,
    created: async (body: object = newTemplateExample) =>
      (await client.create(body).expect(201)).body as WireTemplate,
    page: async (path = '') => (await client.list(path).expect(200)).body as WireTemplatePage,
    /** What was recorded about templates in this person's workspace, in order. */
    audited: async () =>
      (await auditRows(fixture.dataSource, { workspaceId }))
        .filter(({ action }) => action.startsWith('template.'))
        .map(({ action, subject, details, userId }) => ({ action, subject, details, userId })),
  };
}
