import { verifyAudit, type AuditChain } from '@memo/journal';
import { onDatabase } from '../../on-database.ts';
import type { Answer, Program } from '../../program.ts';

export interface AuditCommandDeps {
  databaseUrl: () => string;
}

/** `memo audit verify` */
export function registerAudit(
  { root, answer, progress }: Program,
  { databaseUrl }: AuditCommandDeps,
): void {
  const audit = root.command('audit').description('Looks after the audit log.');

  audit
    .command('verify')
    .description("Recomputes the audit log's chains and prints the head of each.")
    .action(() =>
      answer(() =>
        onDatabase(databaseUrl(), async ({ database }) => {
          const chains: AuditChain[] = [];
          const onProgress = (rows: number) => progress(`${rows} rows read`);
          for await (const chain of verifyAudit(database, onProgress)) chains.push(chain);
          return report(chains);
        }),
      ),
    );
}

function report(chains: readonly AuditChain[]): Answer {
  const broken = chains.filter((chain) => chain.broken !== null).length;
  const overdue = chains.filter(({ unsealed }) => unsealed?.overdue === true).length;
  const late = overdue === 0 ? '' : `, ${overdue} with entries that should be sealed`;
  const lines = [
    ...chains.map(lineOf),
    `${chains.length} ${chains.length === 1 ? 'chain' : 'chains'}, ${broken} broken${late}.`,
  ];
  if (overdue > 0) {
    lines.push(
      'The API seals entries within seconds: see whether it runs, and what its log says of sealJournal.',
    );
  } else if (broken === 0 && chains.length > 0) {
    lines.push(
      'Keep these heads (workspace, rows, hash) elsewhere: a tail cut off later shows against them alone.',
    );
  }
  return {
    text: lines.join('\n'),
    json: { broken, overdue, chains: chains.map(toJson) },
    failed: broken > 0 || overdue > 0,
  };
}

const lineOf = (chain: AuditChain): string =>
  `${chain.workspaceId} ${chain.head.number} ${chain.head.hash} ${stateOf(chain)}${sealingOf(chain)}`;

const stateOf = ({ broken }: AuditChain): string =>
  broken === null ? 'ok' : `BROKEN: row ${broken.number} is ${broken.reason}`;

function sealingOf({ unsealed }: AuditChain): string {
  if (unsealed === null) return '';
  const { rows, since, overdue } = unsealed;
  return `, ${rows} ${overdue ? 'NOT SEALED' : 'not sealed yet,'} since ${since.toISOString()}`;
}

const toJson = ({ workspaceId, ...chain }: AuditChain) => ({
  workspace_id: workspaceId,
  ...chain,
});
