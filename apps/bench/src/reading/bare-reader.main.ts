/** The least that can answer with what is in the database: node:http and pg, the statements as they are given. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { scriptInput } from '../processes/run-script.ts';
import type { Statement } from './recorded-statements.ts';

export interface BareReader {
  databaseUrl: string;
  statements: Statement[];
}

const { databaseUrl, statements } = scriptInput() as BareReader;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });

const server = createServer((_request, response) => {
  answer().then(
    (rows) => {
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify({ rows }));
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});

async function answer(): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { name, sql, values } of statements) {
    const named = name === '' ? {} : { name };
    answers.push((await pool.query({ ...named, text: sql, values })).rows);
  }
  return answers;
}
