import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAccessTokens } from '@memo/access';
import { RefreshToken } from '@memo/entities';
import { jwtSecret, startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import type { Person } from '../../../test/person.ts';

const auth = '/api/v1/mobile/auth';
const perMinute = 5;

let fixture: ApiFixture;
let people: Person[];

beforeAll(async () => {
  fixture = await startApi({
    TRUST_PROXY: '1',
    RATE_LIMIT_ANONYMOUS_PER_MINUTE: String(perMinute),
    RATE_LIMIT_USER_PER_MINUTE: String(perMinute),
    RATE_LIMIT_AUTH_PER_MINUTE: String(perMinute),
  });
  people = await Promise.all(Array.from({ length: 12 }, () => fixture.person()));
});

afterAll(() => fixture.close());

let offices = 0;
const newOffice = () => `203.0.113.${(offices += 1)}`;

const me = (token: string, from: string) =>
  fixture.api.get(`${auth}/me`).set({ authorization: `Bearer ${token}`, 'x-forwarded-for': from });

const refresh = (token: string, from: string) =>
  fixture.api.post(`${auth}/refresh`).set('x-forwarded-for', from).send({ refresh_token: token });

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status);

const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

const expiredToken = ({ user, scope }: Person) =>
  createAccessTokens({ secret: jwtSecret, algorithm: 'HS256', accessTokenMs: -60_000 }).issue({
    userId: user.id,
    workspaceId: scope.workspaceId,
    tokenVersion: 0,
    sessionId: null,
  });

describe('an office behind one address, at nine o’clock', () => {
  it('hears that its tokens have expired, every one of it, and refreshes them', async () => {
    const office = newOffice();
    const told = await Promise.all(people.map((person) => me(expiredToken(person), office)));
    expect(statuses(told)).toEqual(people.map(() => 401));
    const refreshed = await Promise.all(people.map((one) => refresh(one.refresh_token, office)));
    expect(statuses(refreshed)).toEqual(people.map(() => 200));
  });

  it('hears that its sessions are over', async () => {
    const office = newOffice();
    const gone = await Promise.all(times(perMinute + 3, () => fixture.person()));
    await Promise.all(
      gone.map(({ user }) =>
        fixture.dataSource.manager.update(
          RefreshToken,
          { userId: user.id },
          { revokedAt: new Date() },
        ),
      ),
    );
    const told = await Promise.all(gone.map((person) => me(person.access_token, office)));
    expect(statuses(told)).toEqual(gone.map(() => 401));
  });

  it('is held up by nobody who refreshes without end', async () => {
    const office = newOffice();
    const [eager, other] = [await fixture.person(), await fixture.person()];
    const answered = [];
    let token = eager.refresh_token;
    for (let asked = 0; asked <= perMinute; asked += 1) {
      const answer = await refresh(token, office);
      answered.push(answer.status);
      ({ refresh_token: token = token } = answer.body as { refresh_token?: string });
    }
    expect(answered).toEqual([...times(perMinute, () => 200), 429]);
    await refresh(other.refresh_token, office).expect(200);
    // Wherever it is asked from.
    await refresh(token, newOffice()).expect(429);
  });
});

describe('tokens', () => {
  it('that nobody gave are guesses, and count by address', async () => {
    const from = newOffice();
    const [person] = people;
    const forged = `${person?.access_token.slice(0, -8)}AAAAAAAA`;
    const answers = [];
    for (let tries = 0; tries <= perMinute; tries += 1) answers.push(await me(forged, from));
    expect(statuses(answers)).toEqual([...times(perMinute, () => 401), 429]);
  });

  it('that have expired are not sent without end, and cost their user nothing', async () => {
    const person = await fixture.person();
    const from = newOffice();
    const answers = [];
    for (let tries = 0; tries <= perMinute; tries += 1) {
      answers.push(await me(expiredToken(person), from));
    }
    expect(statuses(answers)).toEqual([...times(perMinute, () => 401), 429]);
    await me(person.access_token, from).expect(200);
  });
});
