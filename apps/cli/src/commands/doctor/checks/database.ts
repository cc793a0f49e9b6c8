import type { Database, RowOfStatement } from '@memo/entities';
import { clockFinding } from '../clock.ts';
import { advice, ok, problem, type Finding } from '../diagnose.ts';
import {
  closedTables,
  missingExtensions,
  replicaFacts,
  serverFacts,
  walPosition,
} from '../doctor.sql.ts';

export interface OpenDatabase {
  database: Database;
  /** Migrations of this release that have not run there, and those there of later ones. */
  migrations: () => Promise<{ missing: string[]; later: string[] }>;
  mayChangeAudit: () => Promise<boolean>;
  close: () => Promise<void>;
}

const oldest = 14;
const crowded = 0.9;

/** Tables, rights, limits and clock of the database. */
export async function askDatabase(open: () => Promise<OpenDatabase>): Promise<Finding[]> {
  const opened = await open();
  try {
    const beforeMs = Date.now();
    const facts = await opened.database.openRows().first(serverFacts, {});
    if (facts === null) return [problem('The database does not say who we are.')];
    const clock = clockFinding('the database', facts.nowMs, { beforeMs, afterMs: Date.now() });
    return [...aboutServer(facts), ...(await aboutTables(opened, facts)), clock];
  } finally {
    await opened.close();
  }
}

function aboutServer(facts: RowOfStatement<typeof serverFacts>): Finding[] {
  const { version, versionNumber, role, connections, mostConnections } = facts;
  const found = [ok(`PostgreSQL ${version} answers; the role is ${role}.`)];
  if (versionNumber < oldest * 10_000) {
    found.push(problem(`PostgreSQL ${version} is too old: Memo needs ${oldest} or newer.`));
  }
  if (facts.isReplica) {
    found.push(
      problem('DATABASE_URL leads to a replica, which only reads. Name the server it follows.'),
    );
  }
  if (facts.isSuperuser) {
    found.push(
      advice(
        `The role ${role} is a superuser: the processes need no more than their own database. Make a role for them.`,
      ),
    );
  }
  if (facts.statementTimeoutMs === 0) {
    found.push(
      advice(
        `No statement of the role ${role} ever ends by itself. Run "migrate", or: ALTER ROLE ${role} IN DATABASE … SET statement_timeout = '30s'.`,
      ),
    );
  }
  if (connections > mostConnections * crowded) {
    found.push(
      advice(
        `${connections} of ${mostConnections} connections are taken. Lower DATABASE_POOL_SIZE, put a pooler in front, or raise max_connections.`,
      ),
    );
  }
  return found;
}

async function aboutTables(
  { database, migrations, mayChangeAudit }: OpenDatabase,
  { role }: RowOfStatement<typeof serverFacts>,
): Promise<Finding[]> {
  const extensions = await database.openRows().all(missingExtensions, {});
  const found = extensions.map(({ name }) =>
    problem(`The server has no extension ${name}. Install it (postgresql-contrib).`),
  );
  const { missing, later } = await migrations();
  if (missing.length > 0) {
    found.push(
      problem(
        `${missing.length} migrations of this release have not run, the first of them ${missing[0] ?? ''}. Run "migrate".`,
      ),
    );
    // Rights are given with the tables.
    return found;
  }
  found.push(ok('The tables are those of this release.'));
  if (later.length > 0) {
    found.push(
      advice(
        `The database has ${later.length} migrations of a later release, the last of them ${later.at(-1) ?? ''}: this one runs on them as the release before.`,
      ),
    );
  }
  const closed = await database.openRows().all(closedTables, {});
  if (closed.length > 0) {
    found.push(
      problem(
        `The role ${role} may not read and write: ${closed.map(({ name }) => name).join(', ')}. Run "migrate" with the owner of the tables in DATABASE_OWNER_URL and this role in DATABASE_URL.`,
      ),
    );
  } else if (await mayChangeAudit()) {
    found.push(
      advice(
        `The role ${role} may change the audit log. Give the processes a role of their own, and the owner of the tables in DATABASE_OWNER_URL to "migrate".`,
      ),
    );
  }
  return found;
}

/** Less than a tenth of a second of a busy database. */
const muchBehindBytes = 16 * 1024 * 1024;

/** Whether the replica is one of this database, and follows it. */
export async function askReplica(
  openPrimary: () => Promise<OpenDatabase>,
  openReplica: () => Promise<OpenDatabase>,
): Promise<Finding[]> {
  const [primary, replica] = await Promise.all([openPrimary(), openReplica()]);
  try {
    const wanted = await primary.database.openRows().first(walPosition, {});
    const position = wanted?.position ?? '0/0';
    const facts = await replica.database.openRows().first(replicaFacts, { position });
    if (facts?.isReplica !== true || facts.system !== wanted?.system) {
      return [
        problem(
          'DATABASE_READ_URL leads to no physical replica of the database: lists and exports are read from DATABASE_URL. Correct it, or take it out.',
        ),
      ];
    }
    const megabytes = (facts.behindBytes / 1024 ** 2).toFixed(0);
    return [
      facts.behindBytes > muchBehindBytes
        ? advice(
            `The replica is ${megabytes} MB behind: lists and exports are read from DATABASE_URL until it has caught up.`,
          )
        : ok('The replica follows the database.'),
    ];
  } finally {
    await Promise.all([primary.close(), replica.close()]);
  }
}
