import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { password } from '../../../../test/person.ts';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi();
});
afterAll(() => fixture.close());

it.each([
  ['password/reset', { email: 'robin@example.com' }],
  ['password/reset/confirm', { token: 'a', new_password: 'a long password' }],
  ['address-proof', undefined],
  ['address-proof/confirm', { token: 'a' }],
])('a server without mail says so: %s', async (path, body) => {
  const { authorization } = await fixture.person();
  const asked = fixture.api.post(`/api/v1/mobile/auth/${path}`).set({ authorization });
  const answer = await asked.send(body).expect(404);
  expect((answer.body as { detail: string }).detail).toContain('sends no mail');
});

it('a password is changed without mail, too', async () => {
  const { user, authorization } = await fixture.person();
  const change = { current_password: password, new_password: 'another long password' };
  const auth = '/api/v1/mobile/auth';
  await fixture.api.post(`${auth}/password`).set({ authorization }).send(change).expect(204);
  const credentials = { email: user.email, password: change.new_password };
  await fixture.api.post(`${auth}/login`).send(credentials).expect(200);
});
