import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { z } from 'zod';
import { createDemoApp } from '../../test/demo-app.ts';
import { InvalidInput, validate } from './validate.ts';

const app = createDemoApp();

const create = (body: object) =>
  request(app).post('/api/v1/mobile/notes').auth('good', { type: 'bearer' }).send(body);

function problemsOf(schema: z.ZodType, input: unknown) {
  try {
    validate('body', schema, input);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
  }
  throw new Error('The input was accepted');
}

describe('a 422', () => {
  it('has the form of the contract', async () => {
    await create({}).expect(422, {
      detail: [{ loc: ['body', 'title'], msg: 'field required', type: 'value_error.missing' }],
    });
  });

  it('lists every problem', async () => {
    const response = await create({ title: 5, stars: 1.5 });
    expect(response.body).toEqual({
      detail: [
        { loc: ['body', 'title'], msg: expect.any(String), type: 'type_error.string' },
        { loc: ['body', 'stars'], msg: expect.any(String), type: 'type_error.integer' },
      ],
    });
  });

  it('says where in the path and the query', async () => {
    const badId = await request(app)
      .get('/api/v1/mobile/notes/not-a-uuid')
      .auth('good', { type: 'bearer' });
    expect(badId.status).toBe(422);
    expect(badId.body).toMatchObject({
      detail: [{ loc: ['path', 'note_id'], type: 'value_error.uuid' }],
    });
    const badPage = await request(app)
      .get('/api/v1/mobile/notes?page=two')
      .auth('good', { type: 'bearer' });
    expect(badPage.body).toMatchObject({
      detail: [
        { loc: ['query', 'page'], msg: 'must be a number', type: 'type_error.float' },
        { loc: ['query', 'search'], type: 'value_error.missing' },
      ],
    });
  });

  it('does not accept a query parameter given twice where one is expected', async () => {
    const response = await request(app)
      .get('/api/v1/mobile/notes?search=a&search=b')
      .auth('good', { type: 'bearer' });
    expect(response.body).toMatchObject({
      detail: [{ loc: ['query', 'search'], type: 'type_error.string' }],
    });
  });

  it('asks for a body when there is none', async () => {
    await request(app)
      .post('/api/v1/mobile/notes')
      .auth('good', { type: 'bearer' })
      .expect(422, {
        detail: [{ loc: ['body'], msg: 'field required', type: 'value_error.missing' }],
      });
  });
});

describe('the type of a problem', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['value_error.missing', z.coerce.number(), undefined],
    ['value_error.missing', z.enum(['a']), undefined],
    ['value_error.too_small', z.string().min(2), 'a'],
    ['value_error.email', z.email(), 'nobody'],
    ['value_error.invalid_value', z.enum(['a']), 'b'],
    ['value_error', z.string().refine(() => false), 'a'],
    ['type_error.boolean', z.boolean(), 'yes'],
  ])('is %s', (type, schema, value) => {
    const problems = problemsOf(z.object({ field: schema }), { field: value });
    expect(problems).toEqual([{ loc: ['body', 'field'], msg: expect.any(String), type }]);
  });

  it('is value_error for a rule over fields, also where the field is absent', () => {
    const either = z
      .object({ a: z.string().optional(), b: z.string().optional() })
      .refine(({ a, b }) => a !== undefined || b !== undefined, { path: ['a'], error: 'a or b' });
    expect(problemsOf(either, {})).toEqual([
      { loc: ['body', 'a'], msg: 'a or b', type: 'value_error' },
    ]);
  });

  it('is value_error.extra for each field too many', () => {
    const problems = problemsOf(z.strictObject({}), { a: 1, b: 2 });
    expect(problems.map(({ loc, type }) => [...loc, type])).toEqual([
      ['body', 'a', 'value_error.extra'],
      ['body', 'b', 'value_error.extra'],
    ]);
  });
});

describe('the message about a value that is refused', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['must be a number', z.coerce.number().int(), 'ten'],
    ['must be a whole number', z.int(), 1.5],
    ['must be text', z.string(), 5],
    ['must be true or false', z.boolean(), 'yes'],
    ['must be a list', z.array(z.string()), 'a'],
    ['must be at least 1', z.number().min(1), 0],
    ['must be more than 0', z.number().positive(), 0],
    ['must be at most 1000', z.number().max(1_000), 1_001],
    ['must have at least 8 characters', z.string().min(8), 'short'],
    ['must not be empty', z.string().min(1), ''],
    ['must have at most 2 items', z.array(z.string()).max(2), ['a', 'b', 'c']],
    ['must be a UUID', z.uuid(), '42'],
    ['must be one of: a, b', z.enum(['a', 'b']), 'c'],
    ["the schema's own words", z.string("the schema's own words"), 5],
  ])('says what a value of that type needs: %s', (msg, schema, value) => {
    const problems = problemsOf(z.object({ field: schema }), { field: value });
    expect(problems.map((problem) => problem.msg)).toEqual([msg]);
  });
});

describe('text Postgres cannot store', () => {
  it.each([
    ['a NUL', { title: 'a\0b' }, ['body', 'title']],
    ['half a surrogate pair', { title: 'a\ud800' }, ['body', 'title']],
    ['a NUL deep inside', { title: 'a', labels: { x: ['\0'] } }, ['body', 'labels', 'x', 0]],
    ['a NUL in a key', { title: 'a', labels: { 'x\0': 'y' } }, ['body', 'labels']],
  ])('is refused: %s', async (_what, body, loc) => {
    const response = await create(body);
    expect(response.status).toBe(422);
    expect(response.body).toMatchObject({ detail: [{ loc, type: 'value_error.characters' }] });
  });

  it('is refused in the query and the path', async () => {
    const query = await request(app)
      .get('/api/v1/mobile/notes?search=%00')
      .auth('good', { type: 'bearer' });
    expect(query.body).toMatchObject({ detail: [{ loc: ['query', 'search'] }] });
    const path = await request(app)
      .get('/api/v1/mobile/notes/%00')
      .auth('good', { type: 'bearer' });
    expect(path.body).toMatchObject({ detail: [{ loc: ['path', 'note_id'] }] });
  });

  it('does not include emoji', async () => {
    await create({ title: 'Ünïcode 👋🏽' }).expect(201);
  });
});

it('many problems do not make a big answer', () => {
  const manyWrong = Array.from({ length: 1_000 }, () => 'x');
  const manyNuls = Array.from({ length: 1_000 }, () => '\0');
  expect(problemsOf(z.array(z.number()), manyWrong)).toHaveLength(50);
  expect(problemsOf(z.array(z.string()), manyNuls)).toHaveLength(50);
});
