import { migrate } from '@memo/entities';
import { createDataSource } from '@memo/entities/connections';
import {
  buildMeeting,
  buildTranscript,
  startPostgres,
  startReplica,
  waitFor,
  type PostgresServer,
} from '@memo/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { startApi, type ApiFixture } from './api-fixture.ts';
import type { Person } from './person.ts';

let primary: PostgresServer;
let replica: PostgresServer;
let onReplica: DataSource;
let fixture: ApiFixture;
let robin: Person;

beforeAll(async () => {
  primary = await startPostgres({ canBeCopied: true });
  const url = `${primary.url}/postgres`;
  await migrate({ url });
  replica = await startReplica(primary);
  const readUrl = `${replica.url}/postgres`;
  onReplica = await createDataSource({ url: readUrl, poolSize: 2 }).initialize();
  const dataSource = await createDataSource({ url, poolSize: 4 }).initialize();
  const close = () => dataSource.destroy();
  fixture = await startApi(
    { DATABASE_READ_URL: readUrl },
    Promise.resolve({ url, dataSource, close }),
  );
  robin = await fixture.person();
}, 60_000);

afterAll(async () => {
  await fixture.close();
  await primary.close();
});

const get = (path: string) =>
  fixture.api.get(`/api/v1/mobile/meetings/${path}`).set('authorization', robin.authorization);

async function newMeeting(title: string): Promise<string> {
  const { manager } = fixture.dataSource;
  const { id } = await buildMeeting(manager, robin.scope, { title, status: 'COMPLETED' });
  await buildTranscript(manager, robin.scope, id, ['Good morning.']);
  return id;
}

async function titles(): Promise<string[]> {
  const answer = await get('').expect(200);
  return (answer.body as { data: { title: string }[] }).data.map(({ title }) => title);
}

const hasSaid = (words: string) =>
  fixture.logLines.some(({ message }) => String(message).includes(words));

it('lists and exports come from the replica, and show at once what was just written', async () => {
  await waitFor('the list to come from the replica', async () => {
    await titles();
    return hasSaid('are read from DATABASE_READ_URL');
  });

  await onReplica.query('SELECT pg_wal_replay_pause()');
  const id = await newMeeting('Just made');
  expect(await titles()).toEqual(['Just made']);
  await get(`${id}/export?format=txt`).expect(200);
  expect(await onReplica.query('SELECT FROM meetings WHERE id = $1', [id])).toEqual([]);
  expect(hasSaid('it is behind')).toBe(true);

  await onReplica.query('SELECT pg_wal_replay_resume()');
  await fixture.api
    .delete(`/api/v1/mobile/meetings/${id}`)
    .set('authorization', robin.authorization)
    .expect(204);
  expect(await titles()).toEqual([]);
  await get(`${id}/export?format=txt`).expect(404);
});

// The last one: nobody brings it back.
it('lists and exports are answered while the replica is away', async () => {
  const id = await newMeeting('Still there');
  await onReplica.destroy();
  await replica.close();
  await waitFor('the API to notice', async () => {
    expect(await titles()).toEqual(['Still there']);
    return hasSaid('it cannot be used');
  });
  await get(`${id}/export?format=txt`).expect(200);
});
