import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Drift } from '@memo/entities';
import { AppError } from '@memo/errors';
import { indexText, readIndex, type IndexEntry } from './migration-index.ts';

export const migrationsFolder = 'libs/entities/src/migrations';

export interface NewMigration {
  repository: string;
  name: string;
  /** In ms since 1970: the file's number. */
  now: number;
  readDrift: () => Promise<Drift>;
}

/**
 * Writes a migration's file and adds it to the index.
 * @returns the file, from the repository's root, and how many statements are in it.
 * @throws AppError `invalid_input`, `conflict` for a name that is taken, `unavailable`.
 */
export async function writeMigration({
  repository,
  name,
  now,
  readDrift,
}: NewMigration): Promise<{ file: string; drift: number }> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new AppError(
      'invalid_input',
      `"${name}" is no name for a migration: use small letters, digits and dashes, such as sign-in-attempts.`,
    );
  }
  const indexPath = join(repository, migrationsFolder, 'index.ts');
  const entries = readIndex(await readFile(indexPath, 'utf8'));
  const taken = entries.find(({ file }) => file.replace(/^\d+-|\.ts$/g, '') === name);
  if (taken !== undefined) {
    throw new AppError('conflict', `There is ${taken.file} already: choose another name.`);
  }
  // After those that are there, whatever this machine's clock says.
  const newest = Math.max(0, ...entries.map(({ file }) => Number.parseInt(file, 10)));
  const number = Math.max(now, newest + 1);
  const entry: IndexEntry = {
    file: `${number}-${name}.ts`,
    className: `${pascalCase(name)}${number}`,
  };
  const drift = await readDrift();

  const path = join(repository, migrationsFolder, entry.file);
  await access(path).then(
    () => Promise.reject(new AppError('conflict', `${entry.file} is there already.`)),
    () => undefined,
  );
  await writeFile(path, migrationText(entry.className, drift));
  await writeFile(indexPath, indexText([...entries, entry]));
  return { file: join(migrationsFolder, entry.file), drift: drift.up.length };
}

const migrationText = (className: string, { up, down }: Drift): string =>
  `import type { QueryRunner } from 'typeorm';
import type { Migration } from './migration.ts';

/** What it is for. */
export class ${className} implements Migration {
  name = '${className}';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`
${statements(up, 'What it adds.')}
    \`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`
${statements(down, 'How it is taken back.')}
    \`);
  }
}
`;

function statements(queries: readonly string[], otherwise: string): string {
  if (queries.length === 0) return `      -- ${otherwise}`;
  return queries.map((query) => `      ${asTemplateText(query.trim())};`).join('\n');
}

const asTemplateText = (sql: string): string => sql.replace(/[\\`]|\$\{/g, '\\$&');

const pascalCase = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
