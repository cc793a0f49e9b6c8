import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createDemoApp } from '../../test/demo-app.ts';

const behindProxy = createDemoApp({ http: { https: true, trustProxy: 1 } });
const alone = createDemoApp({ http: { https: true } });
const plain = createDemoApp({ http: { trustProxy: 1 } });
const path = '/api/v1/mobile/notes?search=a%20b';

const overHttp = { Host: 'memo.example', 'X-Forwarded-Proto': 'http' };

describe('with HTTPS on', () => {
  it.each(['get', 'head', 'post', 'delete'] as const)(
    'a %s that reached the proxy over HTTP is sent to HTTPS, as it was',
    async (method) => {
      const answer = await request(behindProxy)[method](path).set(overHttp).redirects(0);
      expect(answer.status).toBe(308);
      expect(answer.get('Location')).toBe(`https://memo.example${path}`);
      expect(answer.get('Cache-Control')).toBe('no-store');
    },
  );

  it('goes to the host the proxy was asked for, without the port of plain HTTP', async () => {
    const answer = await request(behindProxy)
      .get('/docs')
      .set({ ...overHttp, 'X-Forwarded-Host': 'api.example.com:8080' });
    expect(answer.get('Location')).toBe('https://api.example.com/docs');
  });

  it.each(['/health', '/ready'])('%s answers probes as they come', async (probe) => {
    await request(behindProxy).get(probe).set(overHttp).expect(200);
  });

  it.each([
    ['came over HTTPS', { 'X-Forwarded-Proto': 'https' }],
    ['came over HTTPS to the first of two proxies', { 'X-Forwarded-Proto': 'https, http' }],
    ['came in a way the proxy does not tell', {}],
  ])('what %s is answered', async (_case, headers: Record<string, string>) => {
    await request(behindProxy).get(path).set(headers).expect(401);
  });

  it('nobody is redirected on the word of somebody untrusted', async () => {
    await request(alone).get(path).set(overHttp).expect(401);
  });

  it.each(['evil.example/path', 'me@evil.example', 'evil.example\\.memo', 'a b', '-'])(
    'a host that is more than a name is refused: %s',
    async (host) => {
      const answer = await request(behindProxy)
        .get(path)
        .set({ ...overHttp, 'X-Forwarded-Host': host });
      expect(answer.status).toBe(400);
      expect(answer.get('Location')).toBeUndefined();
    },
  );

  it.each(['//evil.example/x', '/\\evil.example', 'http://evil.example/x'])(
    'a request target cannot change the host: %s',
    async (target) => {
      const server = createServer(behindProxy).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.end(
        `GET ${target} HTTP/1.1\r\nHost: memo.example\r\nX-Forwarded-Proto: http\r\nConnection: close\r\n\r\n`,
      );
      const [, location] = /^location: (.*)$/im.exec(await text(socket)) ?? [];
      expect(new URL(location ?? '').host).toBe('memo.example');
      server.close();
    },
  );

  it('browsers are told to use nothing else', async () => {
    const answer = await request(behindProxy).get('/health');
    expect(answer.get('Strict-Transport-Security')).toBe('max-age=31536000');
  });
});

it('with HTTPS off nothing is said about it', async () => {
  const answer = await request(plain).get(path).set(overHttp).expect(401);
  expect(answer.get('Strict-Transport-Security')).toBeUndefined();
});

it('proxies that are none are refused at the start', () => {
  expect(() => createDemoApp({ http: { trustProxy: ['true'] } })).toThrow(/^TRUST_PROXY cannot/);
});
