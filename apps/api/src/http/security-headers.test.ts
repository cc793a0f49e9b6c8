import { expect, it } from '@jest/globals';
import request from 'supertest';
import { createDemoApp } from '../../test/demo-app.ts';

const app = createDemoApp();

it.each(['/health', '/nowhere', '/api/v1/mobile/notes'])(
  'a browser may do nothing with %s but read it',
  async (path) => {
    const { headers } = await request(app).get(path);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');
  },
);

it('a page of ours has its own policy', async () => {
  const answer = await request(app).get('/docs').expect(200);
  expect(answer.get('Content-Security-Policy')).toContain("script-src 'self'");
});
