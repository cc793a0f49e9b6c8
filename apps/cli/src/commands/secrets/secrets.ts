import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@memo/errors';

/** What one installation made up for itself. */
export interface Secrets {
  jwtSecret: string;
  auditKey: string;
  bullBoardPassword: string;
  /** Of PostgreSQL's superuser, whom no process of ours is. */
  postgresPassword: string;
  /** Of the role that owns the tables. */
  ownerPassword: string;
  /** Of the role that the processes have. */
  appPassword: string;
  redisPassword: string;
  s3AccessKeyId: string;
  s3SecretAccessKey: string;
  /** Of whoever makes the bucket. */
  s3SetupAccessKeyId: string;
  s3SetupSecretAccessKey: string;
  grafanaPassword: string;
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

// Hexadecimal: they stand in URLs, SQL, JSON and files of settings.
const generated = (): Secrets => ({
  jwtSecret: hex(32),
  auditKey: hex(32),
  bullBoardPassword: hex(12),
  postgresPassword: hex(24),
  ownerPassword: hex(24),
  appPassword: hex(24),
  redisPassword: hex(24),
  s3AccessKeyId: hex(10).toUpperCase(),
  s3SecretAccessKey: hex(24),
  s3SetupAccessKeyId: hex(10).toUpperCase(),
  s3SetupSecretAccessKey: hex(24),
  grafanaPassword: hex(12),
});

/**
 * The secrets that are kept in a directory; missing ones are made and kept, so that data and sessions outlive a restart.
 * @throws AppError `misconfigured` when what is kept cannot be read.
 */
export async function keepSecrets(directory: string): Promise<Secrets> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'secrets.json');
  const kept = await readKept(path);
  const secrets: Secrets = { ...generated(), ...kept };
  if (Object.keys(secrets).some((name) => !(name in kept))) {
    await writeFile(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
  return secrets;
}

async function readKept(path: string): Promise<Partial<Secrets>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Partial<Secrets>;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new AppError(
      'misconfigured',
      `${path} cannot be read. Repair it or restore it from a backup: without its passwords nobody opens the data of this installation.`,
      { cause },
    );
  }
}
