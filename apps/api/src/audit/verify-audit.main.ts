import { loadApiConfig, operatorEnvironment } from '@memo/config';
import { createDataSource } from '@memo/entities';
import { AppError } from '@memo/errors';
import { verifyAudit, type AuditChain } from '@memo/journal';

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
  let overdue = 0;
  try {
    for await (const chain of verifyAudit(dataSource, (rows) => note(`${rows} rows read `))) {
      chains += 1;
      if (chain.broken !== null) broken += 1;
      if (chain.unsealed?.overdue === true) overdue += 1;
      const { workspaceId, head } = chain;
      say(`${workspaceId} ${head.number} ${head.hash} ${stateOf(chain)}${sealingOf(chain)}`);
    }
  } finally {
    await dataSource.destroy();
  }
  note('');
  const late = overdue === 0 ? '' : `, ${overdue} with entries that should be sealed`;
  say(`${chains} ${chains === 1 ? 'chain' : 'chains'}, ${broken} broken${late}.`);
  if (overdue > 0) {
    say(
      'The API seals entries within seconds: see whether it runs, and what its log says of sealJournal.',
    );
  }
  if (broken === 0 && overdue === 0 && chains > 0) {
    say(
      'Keep these heads (workspace, rows, hash) elsewhere: a tail cut off later shows against them alone.',
    );
  }
  process.exitCode = broken === 0 && overdue === 0 ? 0 : 1;
} catch (error) {
  const explained = error instanceof AppError ? error.message : error;
  process.stderr.write(`The audit log could not be verified: ${String(explained)}\n`);
  process.exitCode = 1;
}

function stateOf({ broken }: AuditChain): string {
  return broken === null ? 'ok' : `BROKEN: row ${broken.number} is ${broken.reason}`;
}

function sealingOf({ unsealed }: AuditChain): string {
  if (unsealed === null) return '';
  const { rows, since, overdue } = unsealed;
  return `, ${rows} ${overdue ? 'NOT SEALED' : 'not sealed yet,'} since ${since.toISOString()}`;
}
