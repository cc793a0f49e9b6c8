import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createEmptyTestDatabase,
  startTcpProxy,
  type TcpProxy,
  type TestDatabase,
} from '@memo/testing';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source.ts';
import { migrate } from './migrate/migrate.ts';
import { createDatabase } from './sql/rows.ts';
import { openStatement } from './sql/statement.ts';
import { integer } from './sql/columns.ts';
import { sql } from './sql/sql.ts';
import { createTransact } from './transaction.ts';

let database: TestDatabase;
let proxy: TcpProxy;
let dataSource: DataSource;
let sent = '';

beforeAll(async () => {
  database = await createEmptyTestDatabase();
  proxy = await startTcpProxy(database.url);
  proxy.listen((said) => {
    sent += said.toString('latin1');
    return 'passes';
  });
  dataSource = createDataSource({ url: proxy.url, poolSize: 4, answerWithinMs: 1_000 });
  await dataSource.initialize();
});

afterAll(async () => {
  await dataSource.destroy();
  await proxy.close();
  await database.close();
});

const one = openStatement({
  name: 'test.one',
  acrossWorkspaces: '',
  values: {},
  columns: { one: integer },
  sql: () => sql`SELECT 1 AS one`,
});

const ask = {
  'a statement of its own': () => createDatabase(dataSource).openRows().first(one, {}),
  'a transaction': () =>
    createTransact(dataSource)((tx) => createDatabase(dataSource).openRows(tx).first(one, {})),
};

/** So many connections wait in the pool. */
const warmUp = () =>
  Promise.all(Array.from({ length: 4 }, () => dataSource.query('SELECT pg_sleep(0.1)')));

describe('connections that fall silent, as in a failover', () => {
  it.each(Object.entries(ask))(
    'cost %s one time limit, and none is used again',
    async (_, query) => {
      await warmUp();
      proxy.silenceOpenOnes();
      await expect(query()).rejects.toThrow('Query read timeout');
      // Three more were waiting in the pool: each would cost a time limit of its own.
      const answers = await Promise.all(Array.from({ length: 4 }, query));
      expect(answers).toEqual(Array.from({ length: 4 }, () => ({ one: 1 })));
    },
  );
});

describe('how long a statement may take', () => {
  it('is brought along by no connection, which poolers in transaction mode refuse', () => {
    expect(sent).toContain('client_encoding');
    expect(sent).not.toContain('statement_timeout');
  });

  it('is limited by the database, for the role that migrates, and never changed again', async () => {
    await migrate({ url: database.url });
    const limit = async () => {
      const fresh = createDataSource({ url: database.url, poolSize: 1 });
      await fresh.initialize();
      const shown: unknown = await fresh.query('SHOW statement_timeout');
      await fresh.destroy();
      return shown;
    };
    expect(await limit()).toEqual([{ statement_timeout: '30s' }]);
    const { pathname } = new URL(database.url);
    await database.dataSource.query(
      `ALTER ROLE CURRENT_USER IN DATABASE "${pathname.slice(1)}" SET statement_timeout = '7s'`,
    );
    await migrate({ url: database.url });
    expect(await limit()).toEqual([{ statement_timeout: '7s' }]);
  });
});
