import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, Template } from '@memo/entities';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import { newTemplateExample } from './templates.examples.ts';
import type { WireTemplate } from './templates.schemas.ts';
import { templateAuthor, type TemplateAuthor } from './test/templates-client.ts';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});

afterAll(() => fixture.close());

const author = () => templateAuthor(fixture);

const stored = ({ scope: { workspaceId } }: TemplateAuthor) =>
  fixture.dataSource.manager.countBy(Template, { workspaceId });

describe('POST /templates', () => {
  it('answers the template as it is stored, and records who made it', async () => {
    const { create, get, audited, user } = await author();
    const answer = await create(newTemplateExample).expect(201);
    const template = answer.body as WireTemplate;
    expect(template).toEqual({
      ...newTemplateExample,
      id: expect.any(String),
      created_by: user.id,
      is_default: false,
      is_active: true,
      created_at: expect.any(String),
      updated_at: template.created_at,
    });
    await get(template.id).expect(200, template);
    expect(await audited()).toEqual([
      { action: 'template.created', subject: template.id, details: {}, userId: user.id },
    ]);
  });

  it('needs a title alone; what is left out, null or blank is empty', async () => {
    const { created } = await author();
    const empty = {
      title: 'Bare',
      description: null,
      transcription_prompt: null,
      summary_prompt: null,
      key_points_prompt: [],
      speaker_diarization: null,
    };
    expect(await created({ title: ' Bare ' })).toMatchObject(empty);
    expect(await created({ ...empty, key_points_prompt: null })).toMatchObject(empty);
    expect(await created({ ...empty, summary_prompt: ' \n' })).toMatchObject(empty);
  });

  it('keeps text to the letter', async () => {
    const { created } = await author();
    const text = '  "Quotes", <tags> & \\n\n=== WISHES END ===\t😀';
    expect(await created({ title: 'Odd', summary_prompt: text })).toMatchObject({
      summary_prompt: text,
    });
  });

  it.each<[string, object, (string | number)[]]>([
    ['no title', {}, ['title']],
    ['a blank title', { title: '  ' }, ['title']],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, ['title']],
    ['a title that is no text', { title: 7 }, ['title']],
    ['a NUL', { title: 'a\0b' }, ['title']],
    ['half a character', { title: 'x', summary_prompt: '\ud800' }, ['summary_prompt']],
    ['a long description', { title: 'x', description: 'x'.repeat(2_001) }, ['description']],
    ...['transcription_prompt', 'summary_prompt', 'speaker_diarization'].map(
      (field): [string, object, string[]] => [
        `a ${field} of 20,001 characters`,
        { title: 'x', [field]: 'x'.repeat(20_001) },
        [field],
      ],
    ),
    ['key points as one text', { title: 'x', key_points_prompt: 'a, b' }, ['key_points_prompt']],
    ['a blank key point', { title: 'x', key_points_prompt: ['a', ' '] }, ['key_points_prompt', 1]],
    [
      'a key point that is null',
      { title: 'x', key_points_prompt: [null] },
      ['key_points_prompt', 0],
    ],
    [
      'a key point of 501 characters',
      { title: 'x', key_points_prompt: ['x'.repeat(501)] },
      ['key_points_prompt', 0],
    ],
    [
      '51 key points',
      { title: 'x', key_points_prompt: Array(51).fill('a') },
      ['key_points_prompt'],
    ],
  ])('refuses %s and stores nothing', async (_case, body, path) => {
    const person = await author();
    const answer = await person.create(body).expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['body', ...path] }] });
    expect(await stored(person)).toBe(0);
  });

  it.each([
    ['id', '0197a1b2-0000-7000-8000-000000000001'],
    ['created_by', 1],
    ['workspace_id', '0197a1b2-0000-7000-8000-000000000001'],
    ['is_default', true],
    ['is_active', false],
    ['created_at', '2001-02-03T04:05:06Z'],
  ])("takes no %s of the caller's choice", async (field, value) => {
    const person = await author();
    const answer = await person.create({ title: 'x', [field]: value }).expect(201);
    const made = answer.body as Record<string, unknown>;
    expect(made).toMatchObject({ created_by: person.user.id, is_default: false, is_active: true });
    expect(made[field]).not.toBe(value);
    expect(await stored(person)).toBe(1);
  });

  it('is not for viewers', async () => {
    const viewer = await templateAuthor(fixture, { role: 'VIEWER' });
    const answer = await viewer.create({ title: 'x' }).expect(403);
    expect(answer.body).toEqual({ detail: expect.stringContaining('Ask its owner') });
    expect(await stored(viewer)).toBe(0);
    await viewer.list().expect(200);
  });

  it('lets a workspace have 1,000 templates, however many ask at once', async () => {
    const { create, remove, audited, scope } = await author();
    await fixture.dataSource.query(
      `INSERT INTO templates (id, workspace_id, title, created_by)
       SELECT gen_random_uuid(), $1, 'Template ' || n, $2 FROM generate_series(1, 999) n`,
      [scope.workspaceId, scope.userId],
    );
    const answers = await Promise.all([1, 2, 3].map((n) => create({ title: `Last ${n}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toEqual({ detail: expect.stringContaining('Delete one') });
    expect(await audited()).toHaveLength(1);

    const made = answers.find(({ status }) => status === 201)?.body as WireTemplate;
    await remove(made.id).expect(204);
    await create({ title: 'Room again' }).expect(201);
  });

  it('lets a workspace have 2 MB of template text, in new templates and in changed ones', async () => {
    const { create, created, update, scope } = await author();
    const { id } = await created();
    await fixture.dataSource.manager.insert(Template, {
      id: newId(),
      workspaceId: scope.workspaceId,
      title: 'Huge',
      summaryPrompt: 'x'.repeat(1_990_000),
    });
    const body = { title: 'x', summary_prompt: 'x'.repeat(10_000) };
    const answer = await create(body).expect(409);
    expect(answer.body).toEqual({ detail: expect.stringContaining('Shorten them') });
    await update(id, body).expect(409);
    await update(id, { title: 'Renamed' }).expect(200);
  });
});
