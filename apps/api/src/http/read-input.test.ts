import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { z } from 'zod';
import { createDemoApp } from '../../test/demo-app.ts';
import { defineRoute, type Route } from './route.ts';

const fields = z.object({
  title: z.string().min(1).optional(),
  stars: z.int().default(3),
  note: z
    .string()
    .nullable()
    .transform((text) => (text === '' ? null : text))
    .optional(),
});

const query = z.object({
  page: z.coerce.number().int().min(1).default(1),
  status: z.enum(['open', 'done']).optional(),
  cursor: z.string().optional(),
});

/** Two routes that answer with what they were given, alike but for one of them being of the contract. */
const echo = (path: string, contract?: true): Route[] => [
  defineRoute({
    method: 'put',
    path,
    ...(contract && { contract }),
    summary: 'Echo a body',
    tags: ['Notes'],
    auth: 'none',
    body: fields,
    responses: { 200: { description: 'What it was given' } },
    handler: ({ body }) => ({ status: 200, body: { given: body } }),
  }),
  defineRoute({
    method: 'get',
    path,
    ...(contract && { contract }),
    summary: 'Echo a query',
    tags: ['Notes'],
    auth: 'none',
    query,
    responses: { 200: { description: 'What it was given' } },
    handler: ({ query: given }) => ({ status: 200, body: { given } }),
  }),
];

const app = createDemoApp({ routes: [...echo('/printed', true), ...echo('/ours')] });
const put = (path: string, body: unknown) =>
  request(app)
    .put(`/api/v1/mobile${path}`)
    .type('json')
    .send(typeof body === 'string' ? body : JSON.stringify(body));
const get = (path: string) => request(app).get(`/api/v1/mobile${path}`);

describe('a body for a route of the contract', () => {
  it.each([
    ['a column', '{"title":"a","user_id":7}'],
    ['a prototype', '{"title":"a","__proto__":{"stars":5,"note":"x"}}'],
    ['a constructor', '{"title":"a","constructor":{"prototype":{"note":"x"}}}'],
    ['a method of every object', '{"title":"a","hasOwnProperty":1,"toString":null}'],
    ['what Postgres cannot store', '{"title":"a","\\u0000":"\\ud800"}'],
    ['a hundred thousand levels', `{"title":"a","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    [
      'ten thousand fields',
      JSON.stringify({
        ...Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`f${at}`, at])),
        title: 'a',
      }),
    ],
  ])('is taken without the fields it does not know: %s', async (_what, body) => {
    await put('/printed', body).expect(200, { given: { title: 'a', stars: 3 } });
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect({}).not.toHaveProperty('note');
  });

  it.each([[''], [null]])('is taken without optional fields that are %j', async (empty) => {
    await put('/printed', { title: empty, stars: empty }).expect(200, { given: { stars: 3 } });
  });

  it('keeps an empty field that means something', async () => {
    await put('/printed', { note: '' }).expect(200, { given: { stars: 3, note: null } });
  });

  it.each([['list'], [[{ title: 'a' }]], [[]]])('is an object: not %j', async (body) => {
    const answer = await put('/printed', JSON.stringify(body));
    expect([400, 422]).toContain(answer.status);
  });

  it('is refused where a field it knows is wrong', async () => {
    await put('/printed', { title: 7, x: 1 }).expect(422, {
      detail: [{ loc: ['body', 'title'], msg: 'must be text', type: 'type_error.string' }],
    });
  });
});

describe('a body for a route of our own', () => {
  it.each(['user_id', '__proto__', 'constructor', ''])(
    'is refused with a field it does not know: %j',
    async (name) => {
      const answer = await put('/ours', `{"title":"a","${name}":{}}`).expect(422);
      expect(answer.body).toEqual({
        detail: [
          {
            loc: ['body', name],
            msg: expect.any(String),
            type: 'value_error.extra',
          },
        ],
      });
    },
  );

  it('is refused with an empty field that may not be', async () => {
    await put('/ours', { title: '' }).expect(422);
    await put('/ours', { stars: null }).expect(422);
  });
});

describe('a query for a route of the contract', () => {
  const warned = (names: string) => `199 - "Ignored query parameters: ${names}"`;

  it('is taken without what it does not know, which a Warning names once each', async () => {
    await get('/printed?page=2&statsu=done&statsu=open&__proto__=1&toString=2')
      .expect(200, { given: { page: 2 } })
      .expect('Warning', warned('statsu, __proto__, toString'));
  });

  it('is not warned of where all is known', async () => {
    const answer = await get('/printed?page=2&status=done').expect(200);
    expect(answer.get('Warning')).toBeUndefined();
  });

  it('is warned of where it is refused, too', async () => {
    await get('/printed?page=zero&statsu=done').expect(422).expect('Warning', warned('statsu'));
  });

  it('may leave what is optional empty', async () => {
    await get('/printed?page=&status=&cursor=').expect(200, { given: { page: 1, cursor: '' } });
  });

  it('has each parameter it knows once', async () => {
    const answer = await get('/printed?status=done&status=open').expect(422);
    expect(answer.body).toMatchObject({ detail: [{ loc: ['query', 'status'] }] });
  });

  it('is read to its end, however many parameters come before', async () => {
    const many = Array.from({ length: 3_000 }, () => 'x&').join('');
    await get(`/printed?${many}status=done`).expect(200, { given: { page: 1, status: 'done' } });
  });

  it('cannot write a header of its own', async () => {
    const answer = await get('/printed?a%0D%0ASet-Cookie:%20b=1&%22,c=1&%FF=1').expect(200);
    expect(answer.get('Set-Cookie')).toBeUndefined();
    expect(answer.get('Warning')).toBe(warned('a%0D%0ASet-Cookie%3A%20b, %22%2Cc, %EF%BF%BD'));
  });
});

describe('a query for a route of our own', () => {
  it.each(['statsu', '__proto__', 'toString'])('is refused with %s', async (name) => {
    const answer = await get(`/ours?page=1&${name}=done`).expect(422);
    expect(answer.body).toEqual({
      detail: [
        { loc: ['query', name], msg: 'extra fields not permitted', type: 'value_error.extra' },
      ],
    });
    expect(answer.get('Warning')).toBeUndefined();
  });

  it('is not answered with a list as long as itself', async () => {
    const many = Array.from({ length: 2_000 }, (_, at) => `f${at}`).join('&');
    const answer = await get(`/ours?${many}`).expect(422);
    expect((answer.body as { detail: object[] }).detail).toHaveLength(50);
  });
});
