import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import type { WireTemplatePage } from './templates.schemas.ts';
import { templateAuthor } from './test/templates-client.ts';

const defaultTitles = [
  'General meeting',
  'Sales call',
  'Stand-up',
  'Interview',
  'Customer support',
];

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

const newcomer = () => templateAuthor(fixture);

const titles = ({ data }: WireTemplatePage): string[] => data.map(({ title }) => title);

describe('the default templates', () => {
  it('are five, whole, in a fixed order and nobody’s', async () => {
    const { page } = await newcomer();
    const defaults = await page('/defaults');
    expect(defaults).toMatchObject({ total: 5, page: 1, limit: 20, total_pages: 1 });
    expect(titles(defaults)).toEqual(defaultTitles);
    const text = expect.stringMatching(/^\S.{20,}\.$/s);
    for (const template of defaults.data) {
      expect(template).toEqual({
        id: expect.any(String),
        title: expect.any(String),
        description: text,
        transcription_prompt: text,
        summary_prompt: text,
        key_points_prompt: expect.arrayContaining([expect.any(String)]),
        speaker_diarization: text,
        created_by: null,
        is_default: true,
        is_active: true,
        created_at: expect.any(String),
        updated_at: expect.any(String),
      });
      expect(template.key_points_prompt.length).toBeGreaterThanOrEqual(4);
    }
  });

  it('are each to be had by id', async () => {
    const { page, get } = await newcomer();
    for (const template of (await page('/defaults')).data) {
      await get(template.id).expect(200, template);
    }
  });
});

describe('GET /templates', () => {
  it('lists the defaults first, then the own by newest', async () => {
    const { page, created } = await newcomer();
    for (const title of ['one', 'two', 'three']) await created({ title });
    expect(titles(await page())).toEqual([...defaultTitles, 'three', 'two', 'one']);
  });

  it('pages in the envelope of the contract', async () => {
    const { page, created } = await newcomer();
    for (const title of ['one', 'two']) await created({ title });
    const second = await page('?page=2&limit=3');
    expect(second).toMatchObject({ total: 7, page: 2, limit: 3, total_pages: 3 });
    expect(titles(second)).toEqual(['Interview', 'Customer support', 'two']);
    expect(await page('?page=9')).toEqual({
      data: [],
      total: 7,
      page: 9,
      limit: 20,
      total_pages: 1,
    });
  });

  it('finds any part of title or description, whatever the case', async () => {
    const { page, created } = await newcomer();
    await created({ title: 'Éclair tasting', description: 'What the PATISSERIE wants' });
    expect(titles(await page('?search=CLAIR%20T'))).toEqual(['Éclair tasting']);
    expect(titles(await page('?search=patisserie'))).toEqual(['Éclair tasting']);
    expect(titles(await page('?search=e%CC%81clair'))).toEqual(['Éclair tasting']);
    expect(titles(await page('?search=%20sales%20'))).toEqual(['Sales call']);
    expect(await page('?search=nowhere')).toMatchObject({ data: [], total: 0, total_pages: 0 });
  });

  it('takes the wildcards of a search for what they are', async () => {
    const { page, created } = await newcomer();
    await created({ title: '100% sure' });
    await created({ title: 'snake_case' });
    await created({ title: 'back\\slash' });
    expect(titles(await page('?search=%25'))).toEqual(['100% sure']);
    expect(titles(await page('?search=_'))).toEqual(['snake_case']);
    expect(titles(await page('?search=%5C'))).toEqual(['back\\slash']);
  });

  it('searches and pages each of the lists', async () => {
    const { page, created } = await newcomer();
    await created({ title: 'Sales follow-up' });
    await created({ title: 'Retro' });
    expect(titles(await page('?search=sales'))).toEqual(['Sales call', 'Sales follow-up']);
    expect(titles(await page('/defaults?search=sales'))).toEqual(['Sales call']);
    expect(titles(await page('/user?search=sales'))).toEqual(['Sales follow-up']);
    expect(await page('/user?limit=1')).toMatchObject({ total: 2, total_pages: 2 });
  });

  it.each(['page=0', 'limit=0', 'limit=101', 'limit=ten', 'page=1e99', 'search=%00'])(
    'refuses %s',
    async (query) => {
      const { list } = await newcomer();
      for (const path of ['', '/defaults', '/user']) await list(`${path}?${query}`).expect(422);
    },
  );

  it('refuses a search of more than 200 characters', async () => {
    const { list } = await newcomer();
    await list(`?search=${'x'.repeat(201)}`).expect(422);
  });

  it('is closed to who did not sign in', async () => {
    for (const path of ['', '/defaults', '/user']) {
      await fixture.api.get(`/api/v1/mobile/templates${path}`).expect(401);
    }
  });
});

describe('templates of a workspace', () => {
  it('are listed for all its members, and under /user for their author alone', async () => {
    const author = await newcomer();
    const colleague = await templateAuthor(fixture, { workspace: author.scope, role: 'MEMBER' });
    const template = await author.created({ title: 'Shared' });
    await colleague.get(template.id).expect(200, template);
    expect((await colleague.page('?search=shared')).data).toEqual([template]);
    expect((await colleague.page('/user')).total).toBe(0);
    expect((await author.page('/user')).data).toEqual([template]);
  });

  it('are not there for a stranger', async () => {
    const [owner, stranger] = [await newcomer(), await newcomer()];
    const { id } = await owner.created({ title: 'Private' });
    await stranger.get(id).expect(404, { detail: 'Template not found' });
    expect(titles(await stranger.page())).toEqual(defaultTitles);
    expect((await stranger.page('/user')).total).toBe(0);
  });

  it('are the same under the web prefix', async () => {
    const { created, authorization } = await newcomer();
    const template = await created({ title: 'Web' });
    await fixture.api
      .get(`/api/v1/web/templates/${template.id}/`)
      .set({ authorization })
      .expect(200, template);
  });

  it('with an id that is none answer 422', async () => {
    const { get } = await newcomer();
    const answer = await get('42').expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['path', 'template_id'] }] });
  });
});
