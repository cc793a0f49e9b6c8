import type { RecordedMigration } from './record.ts';

/** TypeORM's own table, as it makes it. */
const journal = `CREATE TABLE "migrations" (
  "id" SERIAL NOT NULL,
  "timestamp" bigint NOT NULL,
  "name" character varying NOT NULL,
  CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY ("id")
);`;

/** SQL that makes an empty database what these migrations make of it, their own journal included. */
export function releaseSql(version: string, migrations: readonly RecordedMigration[]): string {
  const parts = migrations.map(({ name, timestamp, transaction, queries }) =>
    [
      `-- ${name}`,
      ...queries.map((query) => asStatement(transaction ? query : atOnce(query))),
      `INSERT INTO "migrations" ("timestamp", "name") VALUES (${timestamp}, '${name}');`,
    ].join('\n\n'),
  );
  const head = `-- The tables of release ${version}, for an empty database. Written from its migrations; never changed.`;
  return `${[head, journal, ...parts].join('\n\n')}\n`;
}

/** A file is one transaction, and in an empty database there is no other session to make way for. */
const atOnce = (query: string): string => query.replace(/\bCONCURRENTLY\s+/gi, '');

function asStatement(query: string): string {
  const text = query.trim();
  return text.endsWith(';') ? text : `${text};`;
}
