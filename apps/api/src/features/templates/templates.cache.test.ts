import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@memo/entities';
import { silentLogger } from '@memo/logging';
import { buildScope } from '@memo/testing';
import { startApi, type ApiFixture } from '../../../test/api-fixture.ts';
import type { Person } from '../../../test/person.ts';
import { createTemplatesCache } from './templates.cache.ts';
import { templateExample } from './templates.examples.ts';
import type { WireTemplate, WireTemplatePage } from './templates.schemas.ts';
import { templatesClient } from './test/templates-client.ts';

let here: ApiFixture;
let there: ApiFixture;

beforeAll(async () => {
  here = await startApi();
  there = await startApi({ DATABASE_URL: here.databaseUrl, REDIS_URL: here.redis.url });
});

afterAll(async () => {
  await there.close();
  await here.close();
});

const ownTitles = async (process: Pick<ApiFixture, 'api'>, person: Person) => {
  const answer = await templatesClient(process, person).list('/user').expect(200);
  return (answer.body as WireTemplatePage).data.map(({ title }) => title);
};

async function keptListKeys({ scope }: Person): Promise<string[]> {
  const keys = await here.redis.client.keys(`templates:${scope.workspaceId}:*`);
  return keys.filter((key) => !key.endsWith(':version'));
}

async function created(process: ApiFixture, person: Person, title: string): Promise<WireTemplate> {
  const answer = await templatesClient(process, person).create({ title }).expect(201);
  return answer.body as WireTemplate;
}

describe('two API processes', () => {
  it('see each other’s changes in the next list', async () => {
    const person = await here.person();
    expect(await ownTitles(there, person)).toEqual([]);
    const { id } = await created(here, person, 'New');
    expect(await ownTitles(there, person)).toEqual(['New']);
    await templatesClient(there, person).update(id, { title: 'Renamed' }).expect(200);
    expect(await ownTitles(here, person)).toEqual(['Renamed']);
    await templatesClient(here, person).remove(id).expect(204);
    expect(await ownTitles(there, person)).toEqual([]);
  });

  it('show the last change after a storm of changes and lists', async () => {
    const person = await here.person();
    const { id } = await created(here, person, 'Change 0');
    for (let round = 1; round <= 10; round++) {
      const title = `Change ${round}`;
      const lists = Promise.all([1, 2, 3].map(() => ownTitles(there, person)));
      await templatesClient(here, person).update(id, { title }).expect(200);
      expect(await ownTitles(there, person)).toEqual([title]);
      await lists;
    }
  });

  it('share what one of them read, for a minute at most', async () => {
    const person = await here.person();
    const { id } = await created(here, person, 'Kept');
    await ownTitles(here, person);
    const [key = '', ...others] = await keptListKeys(person);
    expect(others).toEqual([]);
    const ttl = await here.redis.client.ttl(key);
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(60);
    // Behind the back of the API: only a list that was kept does not know it.
    await here.dataSource.query(`UPDATE templates SET title = 'Sneaked' WHERE id = $1`, [id]);
    expect(await ownTitles(there, person)).toEqual(['Kept']);
    await here.redis.client.del(key);
    expect(await ownTitles(there, person)).toEqual(['Sneaked']);
  });

  it('take nothing for a list that has not its form', async () => {
    const person = await here.person();
    await created(here, person, 'Whole');
    await ownTitles(here, person);
    const [key = ''] = await keptListKeys(person);
    for (const broken of ['{"half', '[{"id": 1}]']) {
      await here.redis.client.set(key, broken);
      expect(await ownTitles(there, person)).toEqual(['Whole']);
    }
  });

  it('keep the lists of two workspaces apart', async () => {
    const [one, other] = [await here.person(), await here.person()];
    await created(here, one, 'Of one');
    expect(await ownTitles(here, one)).toEqual(['Of one']);
    expect(await ownTitles(here, other)).toEqual([]);
  });
});

describe('a process without Redis', () => {
  it('reads and changes templates; others see it when what they kept expires', async () => {
    const cutOff = await startApi({ DATABASE_URL: here.databaseUrl });
    try {
      const person = await here.person();
      const { id } = await created(here, person, 'Before');
      expect(await ownTitles(here, person)).toEqual(['Before']);

      cutOff.redis.pause();
      await templatesClient(cutOff, person).update(id, { title: 'After' }).expect(200);
      expect(await ownTitles(cutOff, person)).toEqual(['After']);
      // One template is read from the database by every process.
      const one = await templatesClient(here, person).get(id).expect(200);
      expect(one.body).toMatchObject({ title: 'After' });

      const kept = await keptListKeys(person);
      expect(kept).toHaveLength(1);
      expect(await here.redis.client.ttl(kept[0] ?? '')).toBeLessThanOrEqual(60);
      await here.redis.client.del(kept);
      expect(await ownTitles(here, person)).toEqual(['After']);
    } finally {
      cutOff.redis.resume();
      await cutOff.close();
    }
  });
});

describe('a reader that was overtaken by a change', () => {
  it('cannot keep the old list for others', async () => {
    const cache = createTemplatesCache({ redis: here.redis.client, logger: silentLogger });
    const scope = buildScope({ workspaceId: newId(), userId: 1 });
    const old = [{ ...templateExample, title: 'Old' }];
    const current = [{ ...templateExample, title: 'Current' }];
    const began = Promise.withResolvers<undefined>();
    const overtaken = Promise.withResolvers<undefined>();

    const slow = cache.read(scope, async () => {
      began.resolve(undefined);
      await overtaken.promise;
      return old;
    });
    await began.promise;
    await cache.invalidate(scope);
    overtaken.resolve(undefined);
    expect(await slow).toEqual(old);

    expect(await cache.read(scope, () => Promise.resolve(current))).toEqual(current);
    expect(await cache.read(scope, () => Promise.resolve(old))).toEqual(current);
  });
});
