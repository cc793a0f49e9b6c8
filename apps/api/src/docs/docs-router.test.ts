import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createDemoApp } from '../../test/demo-app.ts';

const app = createDemoApp();

/** What a page makes the browser load. */
function assetsOf(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
}

describe.each(['/docs', '/redoc'])('the page %s', (path) => {
  it('loads everything from this host', async () => {
    const page = await request(app).get(path).expect(200).expect('Content-Type', /html/);
    const assets = assetsOf(page.text);
    expect(assets).toContain(`${path}/start.js`);
    for (const asset of assets) {
      expect(asset).toMatch(/^\/[^/]/);
      await request(app).get(asset).expect(200);
    }
    const start = await request(app).get(`${path}/start.js`);
    expect(start.text).toContain("'/openapi.json'");
    expect(page.text + start.text).not.toMatch(/https?:\/\//);
  });

  it('lets the browser load nothing else and run no inline script', async () => {
    const page = await request(app).get(path);
    const policy = page.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('http');
    expect(page.text).not.toMatch(/<script>/);
  });
});

it('what is large and asked for without a limit is not compressed for whoever asks', async () => {
  for (const path of ['/openapi.json', '/openapi-3.0.json', '/docs']) {
    const answer = await request(app).get(path).set('Accept-Encoding', 'gzip, br').expect(200);
    expect(answer.get('Content-Encoding')).toBeUndefined();
  }
});

it('/openapi.json is the document of the running routes', async () => {
  const response = await request(app).get('/openapi.json').expect(200);
  expect(response.body).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Memo API', version: '1.0.0' },
    paths: { '/api/v1/mobile/notes/{note_id}': { get: { summary: 'Get a note' } } },
  });
});

it('/openapi-3.0.json is the same for tools that know no 3.1', async () => {
  const response = await request(app).get('/openapi-3.0.json').expect(200);
  expect(response.body).toMatchObject({
    openapi: '3.0.3',
    info: { title: 'Memo API', version: '1.0.0' },
    paths: { '/api/v1/mobile/notes/{note_id}': { get: { summary: 'Get a note' } } },
  });
});

it('/ leads to /docs', async () => {
  await request(app).get('/').expect(302).expect('Location', '/docs');
  await request(app).head('/').expect(302).expect('Location', '/docs');
  await request(app).post('/').expect(404);
});

it('a range nobody can serve does not make an asset an error', async () => {
  await request(app).get('/docs/swagger-ui.css').set('Range', 'bytes=999999999-').expect(200);
});
