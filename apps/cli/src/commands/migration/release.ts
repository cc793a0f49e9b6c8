import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { releaseSql, type RecordedMigration } from '@memo/entities';
import { AppError } from '@memo/errors';
import { migrationsFolder } from './new-migration.ts';

export interface NewRelease {
  repository: string;
  version: string;
  migrations: readonly RecordedMigration[];
}

/** Which files of migrations each release froze, with the SHA-256 of each (hex). */
type FrozenMigrations = Record<string, Record<string, string>>;

/**
 * Writes `release/<version>.sql` from the migrations and `release/<version>.openapi.json` from docs, and enters the
 * checksums of what is new in `release/migrations.json`.
 * @returns the files, from the repository's root.
 * @throws AppError `invalid_input`, `conflict` when there is such a release, or the API says it is another.
 */
export async function writeRelease({
  repository,
  version,
  migrations,
}: NewRelease): Promise<string[]> {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new AppError(
      'invalid_input',
      `"${version}" is no version: three numbers, such as 0.3.0.`,
    );
  }
  const frozenPath = join(repository, 'release/migrations.json');
  const frozen = await readFrozen(frozenPath);
  if (frozen[version] !== undefined) {
    throw new AppError('conflict', `Release ${version} is kept already, and never changes.`);
  }
  const document = await readFile(join(repository, 'docs/openapi.json'), 'utf8');
  const { info } = JSON.parse(document) as { info: { version: string } };
  if (info.version !== version) {
    throw new AppError(
      'conflict',
      `The API says it is ${info.version}, and not ${version}. Set the version in apps/api/package.json and run npm run openapi.`,
    );
  }
  const known = new Set(Object.values(frozen).flatMap((files) => Object.keys(files)));
  const folder = join(repository, migrationsFolder);
  const checksums: Record<string, string> = {};
  for (const file of (await readdir(folder)).filter((name) => /^\d+-/.test(name)).sort()) {
    if (known.has(file)) continue;
    checksums[file] = createHash('sha256')
      .update(await readFile(join(folder, file)))
      .digest('hex');
  }

  const sql = `release/${version}.sql`;
  const openapi = `release/${version}.openapi.json`;
  await writeFile(join(repository, sql), releaseSql(version, migrations));
  await writeFile(join(repository, openapi), document);
  await writeFile(frozenPath, `${JSON.stringify({ ...frozen, [version]: checksums }, null, 2)}\n`);
  return [sql, openapi, 'release/migrations.json'];
}

async function readFrozen(path: string): Promise<FrozenMigrations> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '{}';
    throw error;
  });
  return JSON.parse(text) as FrozenMigrations;
}
