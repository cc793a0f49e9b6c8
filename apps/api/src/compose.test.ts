import { startTcpProxy, type TcpProxy } from '@memo/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApi, type ApiFixture } from '../test/api-fixture.ts';

let reference: ApiFixture;
let proxy: TcpProxy;
let fixture: ApiFixture;

beforeAll(async () => {
  reference = await startApi();
  proxy = await startTcpProxy(reference.databaseUrl);
  fixture = await startApi({ DATABASE_URL: proxy.url });
});

afterAll(async () => {
  await fixture.close();
  await proxy.close();
  await reference.close();
});

it('without a METRICS_PORT it offers no metrics', () => {
  const messages = fixture.logLines.map(({ message }) => message);
  expect(messages).not.toContain('Metrics are offered');
});

it('without its database the API asks to be tried later', async () => {
  const { authorization } = await reference.person();
  proxy.refuse();
  await fixture.api
    .get('/api/v1/mobile/meetings/')
    .set('authorization', authorization)
    .expect(503, { detail: 'The service is temporarily unavailable. Please try again later.' });
});
