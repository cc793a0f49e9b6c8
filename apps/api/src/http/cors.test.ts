import { describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';
import { createDemoApp } from '../../test/demo-app.ts';

const page = 'https://app.example.com';
const path = '/api/v1/mobile/notes';

const listed = createDemoApp({ http: { corsOrigins: [`${page}/`, 'http://localhost:3000'] } });
const everybody = createDemoApp({ http: { corsOrigins: ['*'] } });
const nobody = createDemoApp();

const preflight = (app: typeof listed, origin: string): Test =>
  request(app).options(path).set({
    Origin: origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,last-event-id,x-request-id',
  });

const corsHeaders = (headers: object) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe('a page of a listed origin', () => {
  it('may ask with its token, its workspace, its stream position and its request id', async () => {
    const answer = await preflight(listed, page).expect(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': expect.stringContaining('DELETE'),
    });
    const allowed = answer.get('Access-Control-Allow-Headers')?.split(',');
    expect(allowed).toEqual(
      expect.arrayContaining([
        'Authorization',
        'X-Workspace-Id',
        'Last-Event-ID',
        'X-Request-Id',
        'Content-Type',
        'Idempotency-Key',
      ]),
    );
  });

  it('reads the answer, also an error, with the headers it needs', async () => {
    const answer = await request(listed).get(path).set('Origin', page).expect(401);
    expect(answer.get('Access-Control-Allow-Origin')).toBe(page);
    expect(answer.get('Vary')).toContain('Origin');
    expect(answer.get('Access-Control-Expose-Headers')?.split(',').sort()).toEqual([
      'Accept-Ranges',
      'Content-Disposition',
      'Content-Range',
      'ETag',
      'Idempotency-Replayed',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'Retry-After',
      'Warning',
      'X-Request-Id',
    ]);
  });
});

describe('a page of another origin', () => {
  it.each(['https://evil.example', `${page}.evil.example`, 'null', 'http://app.example.com'])(
    'gets no header that lets it: %s',
    async (origin) => {
      for (const answer of [
        await preflight(listed, origin),
        await request(listed).get(path).set('Origin', origin),
      ]) {
        expect(corsHeaders(answer.headers)).toEqual([]);
        expect(answer.get('Vary')).toContain('Origin');
      }
    },
  );

  it('gets none where no origin is listed', async () => {
    const answer = await request(nobody).get('/health').set('Origin', page);
    expect(corsHeaders(answer.headers)).toEqual([]);
  });
});

it('every page may read without credentials where everybody may', async () => {
  const answer = await preflight(everybody, 'https://any.example').expect(204);
  expect(answer.get('Access-Control-Allow-Origin')).toBe('*');
  expect(answer.get('Access-Control-Allow-Credentials')).toBeUndefined();
});

it('OPTIONS without a question of a browser still names the methods', async () => {
  const answer = await request(listed).options(path).set('Origin', page).expect(204);
  expect(answer.get('Allow')).toContain('POST');
});
