import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@memo/errors';

/** What one data directory's stack made up for itself; kept, so that tokens and data outlive a restart. */
export interface Secrets {
  jwtSecret: string;
  bullBoardPassword: string;
  /** Of PostgreSQL's superuser. */
  postgresPassword: string;
  /** Of the role of the apps, which owns their database. */
  postgresAppPassword: string;
  redisPassword: string;
  s3AccessKeyId: string;
  s3SecretAccessKey: string;
  /** Names what belongs to this data directory but lies elsewhere. No secret. */
  stackId: string;
}

const generated = (): Secrets => ({
  jwtSecret: randomBytes(32).toString('hex'),
  bullBoardPassword: randomBytes(9).toString('base64url'),
  postgresPassword: randomBytes(18).toString('hex'),
  postgresAppPassword: randomBytes(18).toString('hex'),
  redisPassword: randomBytes(24).toString('hex'),
  s3AccessKeyId: randomBytes(10).toString('hex').toUpperCase(),
  s3SecretAccessKey: randomBytes(30).toString('base64url'),
  stackId: randomBytes(5).toString('hex'),
});

/**
 * The data directory's secrets, from `secrets.json` (mode 600), where missing ones are added.
 * @throws AppError `misconfigured` when the file cannot be read as JSON.
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  const kept = await readSecrets(path);
  const secrets: Secrets = { ...generated(), ...kept };
  if (Object.keys(secrets).some((name) => !(name in kept))) {
    await writeFile(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
  return secrets;
}

async function readSecrets(path: string): Promise<Partial<Secrets>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new AppError('misconfigured', `${path} cannot be read.`, { cause: error });
  }
  try {
    return JSON.parse(text) as Partial<Secrets>;
  } catch (cause) {
    throw new AppError(
      'misconfigured',
      `${path} is not valid JSON. Repair it; without its passwords the data beside it cannot be opened.`,
      { cause },
    );
  }
}
