import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildWav } from '@memo/testing';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { startRawUpload } from '../../test/raw-upload.ts';

const mobile = '/api/v1/mobile';

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await startApi();
});
afterAll(() => fixture.close());

it('a recording that was let in is kept, also when its session ends before it has come whole', async () => {
  const robin = await fixture.person();
  const { authorization } = robin;
  const { client, answer } = startRawUpload(fixture.url, authorization);
  const wav = buildWav(1_000);
  client.write(wav.subarray(0, 20_000));
  await fixture.api
    .post(`${mobile}/auth/logout`)
    .set('authorization', authorization)
    .send({ refresh_token: robin.refresh_token })
    .expect(204);
  client.write(wav.subarray(20_000));
  client.end('\r\n--memo-test-boundary--\r\n');
  const response = await answer;
  const { id } = (await json(response)) as { id: string };
  expect(response.statusCode).toBe(201);

  // It opens nothing: the meeting is there for who may see it.
  const path = `${mobile}/meetings/${id}`;
  await fixture.api.get(path).set('authorization', authorization).expect(401);
  const colleague = await fixture.person({ workspace: robin.scope, role: 'VIEWER' });
  await fixture.api.get(path).set('authorization', colleague.authorization).expect(200);
});
