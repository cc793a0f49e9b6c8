import { compiledRun, mainOf } from '../compiled/main-of.ts';
import type { Part } from '../processes/supervisor.ts';
import type { PartOptions } from './part-options.ts';

export interface PostgresOptions {
  directory: string;
  port: number;
  /** Makes the database and gives it to the apps' role. No app gets to know it. */
  superuser: PostgresRole;
  /** Owns the database, and may do nothing to the server. */
  owner: PostgresRole;
  database: string;
}

export interface PostgresRole {
  name: string;
  password: string;
}

/** The stack's own PostgreSQL. */
export function postgresPart(
  options: PostgresOptions,
  { environment, logPath }: PartOptions,
): Part {
  return {
    name: 'PostgreSQL server',
    kind: 'server',
    command: process.execPath,
    args: [...(compiledRun?.flags ?? []), mainOf('apps/stack/src/embedded/postgres.main.ts')],
    // Where the password is handed to initdb; the machine's own directory may be closed to the server's user.
    environment: { ...compiledRun?.settings, ...environment, TMPDIR: options.directory },
    logPath,
    message: options,
  };
}

export const postgresUrl = ({ owner, port, database }: PostgresOptions): string =>
  `postgres://${owner.name}:${owner.password}@127.0.0.1:${port}/${database}`;
