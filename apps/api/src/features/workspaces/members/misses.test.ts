import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApi, type ApiFixture } from '../../../../test/api-fixture.ts';
import { someone, startTeam } from '../test/teams.ts';

let fixture: ApiFixture;

beforeAll(async () => {
  fixture = await startApi({ RATE_LIMIT_AUTH_PER_MINUTE: '3' });
});

afterAll(() => fixture.close());

it('who looks for accounts by adding addresses is slowed as if they signed in; who adds people is not', async () => {
  const { id, owner } = await startTeam(fixture);
  const statuses: number[] = [];
  for (let at = 0; at < 5; at += 1) {
    statuses.push((await owner.add(id, { email: `nobody${at}@example.com` })).status);
  }
  expect(statuses).toEqual([404, 404, 404, 429, 429]);
  for (const kim of [await someone(fixture), await someone(fixture)]) {
    await owner.add(id, { email: kim.user.email }).expect(201);
  }
});
