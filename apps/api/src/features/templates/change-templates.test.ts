import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, Template } from '@memo/entities';
import { buildWav } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import type { Place } from '../../../test/person.ts';
import { newTemplateExample } from './templates.examples.ts';
import type { WireTemplate, WireTemplatePage } from './templates.schemas.ts';
import { templateAuthor } from './test/templates-client.ts';

const salesCall = '01890a5d-ac96-774b-bcce-b302099a8002';
const notFound = { detail: 'Template not found' };

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

const author = (place?: Place) => templateAuthor(fixture, place);

describe('PUT /templates/{template_id}', () => {
  it('changes what is sent and nothing else', async () => {
    const { created, update, get, audited, user } = await author();
    const before = await created();
    const answer = await update(before.id, { title: 'Renamed', key_points_prompt: ['New'] });
    expect(answer.status).toBe(200);
    const after = answer.body as WireTemplate;
    expect(after).toEqual({
      ...before,
      title: 'Renamed',
      key_points_prompt: ['New'],
      updated_at: expect.any(String),
    });
    expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
    await get(before.id).expect(200, after);
    expect((await audited()).at(-1)).toEqual({
      action: 'template.updated',
      subject: before.id,
      details: { fields: 'key_points_prompt, title' },
      userId: user.id,
    });
  });

  it('clears a field by null', async () => {
    const { created, update } = await author();
    const { id } = await created();
    const cleared = { description: null, summary_prompt: null, speaker_diarization: null };
    const answer = await update(id, { ...cleared, key_points_prompt: null }).expect(200);
    expect(answer.body).toMatchObject({
      ...cleared,
      key_points_prompt: [],
      transcription_prompt: newTemplateExample.transcription_prompt,
    });
  });

  it.each([
    {},
    { title: null },
    { title: '' },
    { is_active: false },
    { created_by: 1 },
    { title: 'x', workspace_id: newId() },
    { key_points_prompt: [''] },
    { summary_prompt: {} },
  ])('refuses %j', async (body) => {
    const { created, update, get, audited } = await author();
    const template = await created();
    await update(template.id, body).expect(422);
    await get(template.id).expect(200, template);
    expect(await audited()).toHaveLength(1);
  });

  it('loses neither of two changes made at once', async () => {
    const { created, update, get } = await author();
    const { id } = await created();
    const changes = [{ title: 'A' }, { description: 'B' }, { summary_prompt: 'C' }];
    const answers = await Promise.all(changes.map((change) => update(id, change)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const answer = await get(id).expect(200);
    expect(answer.body).toMatchObject({ title: 'A', description: 'B', summary_prompt: 'C' });
  });
});

describe('DELETE /templates/{template_id}', () => {
  it('takes the template away once, for lists and for new meetings', async () => {
    const { created, remove, get, update, list, audited, authorization } = await author();
    const { id } = await created();
    await remove(id).expect(204);
    await get(id).expect(404, notFound);
    await update(id, { title: 'Back' }).expect(404, notFound);
    await remove(id).expect(404, notFound);
    const own = await list('/user').expect(200);
    expect(own.body).toMatchObject({ data: [], total: 0 });
    expect((await audited()).map(({ action }) => action)).toEqual([
      'template.created',
      'template.deleted',
    ]);

    const upload = await fixture.api
      .post('/api/v1/mobile/meetings/')
      .set({ authorization })
      .field({ title: 'Late', templateid: id })
      .attach('audio_file', buildWav(1_000), 'a.wav')
      .expect(422);
    expect(upload.body).toMatchObject({ detail: [{ loc: ['body', 'templateid'] }] });
  });

  it('leaves the meetings that were uploaded with it alone', async () => {
    const { created, remove, authorization } = await author();
    const { id } = await created();
    const upload = await fixture.api
      .post('/api/v1/mobile/meetings/')
      .set({ authorization })
      .field({ title: 'Under way', templateid: id })
      .attach('audio_file', buildWav(1_000), 'a.wav')
      .expect(201);
    await remove(id).expect(204);
    const meeting = await fixture.api
      .get(`/api/v1/mobile/meetings/${(upload.body as { id: string }).id}`)
      .set({ authorization })
      .expect(200);
    expect(meeting.body).toMatchObject({ templateid: id });
    expect(await fixture.dataSource.manager.findOneByOrFail(Template, { id })).toMatchObject({
      isActive: false,
      summaryPrompt: newTemplateExample.summary_prompt,
    });
  });

  it('succeeds for exactly one of concurrent requests', async () => {
    const { created, remove, audited } = await author();
    const { id } = await created();
    const answers = await Promise.all([1, 2, 3, 4].map(() => remove(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
    expect(await audited()).toHaveLength(2);
  });

  it('at the same moment as a change leaves the template deleted', async () => {
    const { created, remove, update, get } = await author();
    const { id } = await created();
    const [changed, removed] = await Promise.all([update(id, { title: 'x' }), remove(id)]);
    expect([200, 404]).toContain(changed.status);
    expect(removed.status).toBe(204);
    await get(id).expect(404);
  });
});

describe('a template that is not the caller’s own', () => {
  it('is not to be changed when it is a default, and says how to go on', async () => {
    const { update, remove, get } = await author();
    const before = await get(salesCall).expect(200);
    for (const answer of [await update(salesCall, { title: 'Mine' }), await remove(salesCall)]) {
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual({ detail: expect.stringContaining('Create a new template') });
    }
    await get(salesCall).expect(200, before.body as object);
  });

  it('is not to be changed when a colleague made it, whatever the role', async () => {
    const { created, get, scope } = await author();
    const template = await created();
    const { update, remove, become } = await author({ workspace: scope });
    for (const role of ['MEMBER', 'ADMIN', 'OWNER'] as const) {
      await become(role);
      for (const answer of [await update(template.id, { title: 'x' }), await remove(template.id)]) {
        expect(answer.status).toBe(403);
        expect(answer.body).toEqual({ detail: expect.stringContaining('Only its author') });
      }
    }
    await get(template.id).expect(200, template);
  });

  it('is not there when it is another workspace’s', async () => {
    const [owner, stranger] = [await author(), await author()];
    const template = await owner.created();
    await stranger.update(template.id, { title: 'Mine' }).expect(404, notFound);
    await stranger.remove(template.id).expect(404, notFound);
    await owner.get(template.id).expect(200, template);
    const own = await owner.list('/user').expect(200);
    expect((own.body as WireTemplatePage).data).toEqual([template]);
    expect(await stranger.audited()).toEqual([]);
  });

  it('is none for an author who became a viewer', async () => {
    const { created, update, remove, get, become } = await author();
    const template = await created();
    await become('VIEWER');
    await update(template.id, { title: 'x' }).expect(403);
    await remove(template.id).expect(403);
    await get(template.id).expect(200, template);
  });
});
