import { loadApiConfig, operatorEnvironment } from '@memo/config';
import { createDataSource } from '@memo/entities';
import { AppError } from '@memo/errors';
import { verifyAudit } from './verify-audit.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const note = (text: string) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}`);
};

try {
  const { database } = loadApiConfig(operatorEnvironment());
  const dataSource = createDataSource({ ...database, poolSize: 1 });
  await dataSource.initialize();
  let chains = 0;
  let broken = 0;
  try {
    for await (const chain of verifyAudit(dataSource, (rows) => note(`${rows} rows read `))) {
      chains += 1;
      if (chain.broken !== null) broken += 1;
      const state =
        chain.broken === null
          ? 'ok'
          : `BROKEN: row ${chain.broken.number} is ${chain.broken.reason}`;
      say(`${chain.workspaceId} ${chain.head.number} ${chain.head.hash} ${state}`);
    }
  } finally {
    await dataSource.destroy();
  }
  note('');
  say(`${chains} ${chains === 1 ? 'chain' : 'chains'}, ${broken} broken.`);
  if (broken === 0 && chains > 0) {
    say(
      'Keep these heads (workspace, rows, hash) elsewhere: a tail cut off later shows against them alone.',
    );
  }
  process.exitCode = broken === 0 ? 0 : 1;
} catch (error) {
  const explained = error instanceof AppError ? error.message : error;
  process.stderr.write(`The audit log could not be verified: ${String(explained)}\n`);
  process.exitCode = 1;
}
