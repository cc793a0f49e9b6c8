import { parseArgs } from 'node:util';
import { loadApiConfig, operatorEnvironment } from '@memo/config';
import { createDataSource, createTransact } from '@memo/entities';
import { AppError } from '@memo/errors';
import { createAuditLog } from '@memo/journal';
import { grantAdmin } from './grant-admin.ts';

const usage = 'Give one e-mail address: npm run admin -- robin@example.com [--revoke]';

try {
  const { email, isAdmin } = readArguments();
  const { database } = loadApiConfig(operatorEnvironment());
  const dataSource = createDataSource({ ...database, poolSize: 1 });
  await dataSource.initialize();
  try {
    const parts = { transact: createTransact(dataSource), audit: createAuditLog() };
    const changed = await grantAdmin(parts, { email, isAdmin });
    const state = isAdmin ? 'an admin' : 'no admin';
    process.stdout.write(`${email} is ${changed ? 'now' : 'already'} ${state}.\n`);
  } finally {
    await dataSource.destroy();
  }
} catch (error) {
  process.stderr.write(`${error instanceof AppError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { revoke: { type: 'boolean', default: false } },
    });
    const [email] = positionals;
    if (email !== undefined && positionals.length === 1) return { email, isAdmin: !values.revoke };
  } catch {
    // An option there is not: the same answer as for no address.
  }
  throw new AppError('invalid_input', usage);
}
