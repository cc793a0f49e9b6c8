import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createDemoApp } from '../../test/demo-app.ts';

const app = createDemoApp();

const post = (body: string, contentType = 'application/json') =>
  request(app)
    .post('/api/v1/mobile/notes')
    .auth('good', { type: 'bearer' })
    .set('Content-Type', contentType)
    .send(body);

describe('a body', () => {
  it.each(['{"title":', 'null', '"text"', '{"title":"a"} trailing'])(
    'that is not a JSON object or list is a 400: %s',
    async (body) => {
      await post(body).expect(400, { detail: 'The body is not valid JSON.' });
    },
  );

  it('over 1 MB is a 413', async () => {
    const response = await post(JSON.stringify({ title: 'a'.repeat(1_100_000) }));
    expect(response.status).toBe(413);
    expect(response.body).toEqual({ detail: expect.stringContaining('1 MB') });
  });

  it('in another charset is a 415', async () => {
    const response = await post('{}', 'application/json; charset=latin1');
    expect(response.status).toBe(415);
    expect(response.body).toEqual({ detail: expect.stringContaining('UTF-8') });
  });

  it('compressed in an unknown way is a 415', async () => {
    const response = await post('{}').set('Content-Encoding', 'rar');
    expect(response.status).toBe(415);
  });

  it('that claims to be compressed and is not is a 400', async () => {
    const response = await post('{}').set('Content-Encoding', 'gzip');
    expect(response.status).toBe(400);
    expect(response.body).toEqual({ detail: 'The body could not be read.' });
  });

  it('that is not declared as JSON counts as none', async () => {
    const response = await post('{"title":"a"}', 'text/plain');
    expect(response.status).toBe(422);
    expect(response.body).toMatchObject({ detail: [{ loc: ['body'], msg: 'field required' }] });
  });

  it('nested a hundred thousand levels deep is answered like any other', async () => {
    const depth = 100_000;
    const response = await post(`{"title":"a","labels":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(response.status).toBe(422);
  });
});
