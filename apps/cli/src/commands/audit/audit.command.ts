import {
  sumProblem,
  verifyAudit,
  type AuditChain,
  type AuditKeys,
  type Head,
  type SumProblem,
} from '@memo/journal';
import { onDatabase } from '../../on-database.ts';
import type { Answer, Program } from '../../program.ts';
import { readHeads } from './kept-heads.ts';

export interface AuditCommandDeps {
  databaseUrl: () => string;
  /** Of the audit log; undefined where no setting says them. */
  auditKeys: () => AuditKeys | undefined;
}

/** `memo audit verify` */
export function registerAudit(
  { root, answer, progress }: Program,
  { databaseUrl, auditKeys }: AuditCommandDeps,
): void {
  const audit = root.command('audit').description('Looks after the audit log.');

  audit
    .command('verify')
    .description("Recomputes the audit log's chains and prints the head of each.")
    .option(
      '--heads <file>',
      'what an earlier run printed, with --json or without: each head in it must be in its chain',
    )
    .action(({ heads }: { heads?: string }) =>
      answer(async () => {
        const kept = heads === undefined ? new Map<string, Head>() : await readHeads(heads);
        return onDatabase(databaseUrl(), async ({ database }) => {
          const keys = auditKeys();
          const chains: AuditChain[] = [];
          const onProgress = (rows: number) => progress(`${rows} rows read`);
          for await (const chain of verifyAudit(database, { onProgress, keys, kept })) {
            chains.push(chain);
          }
          return report(chains, await sumProblem(database, keys));
        });
      }),
    );
}

function report(chains: readonly AuditChain[], sum: SumProblem | null): Answer {
  const unchecked = chains.reduce((total, chain) => total + chain.unchecked, 0);
  const uncheckedEnds = chains.filter(({ isEndUnchecked }) => isEndUnchecked).length;
  const broken = chains.filter((chain) => chain.broken !== null).length;
  const overdue = chains.filter(({ unsealed }) => unsealed?.overdue === true).length;
  const late = overdue === 0 ? '' : `, ${overdue} with entries that should be sealed`;
  const lines = [
    ...(chains.length > 0 ? [header] : []),
    ...chains.map(lineOf),
    `${chains.length} ${chains.length === 1 ? 'chain' : 'chains'}, ${broken} broken${late}.`,
  ];
  if (sum !== null) lines.push(sum.isBroken ? `BROKEN: ${sum.sentence}` : sum.sentence);
  if (unchecked > 0) lines.push(`${unchecked} signed rows could not be checked.`);
  if (uncheckedEnds > 0) {
    lines.push(`Of ${uncheckedEnds} chains the signed end could not be checked.`);
  }
  const isChecked = unchecked === 0 && uncheckedEnds === 0 && sum?.isBroken !== false;
  if (!isChecked) {
    lines.push(
      'What could not be checked is signed with a key that is not given, or by somebody who has none. Give the AUDIT_KEY of the API (without one, its JWT_SECRET), and each value it had before in AUDIT_KEYS_BEFORE. What is left then was forged.',
    );
  }
  if (overdue > 0) {
    lines.push(
      'The API seals entries within seconds: see whether it runs, and what its log says of sealJournal.',
    );
  } else if (broken === 0 && isChecked && chains.length > 0) {
    lines.push(
      'Keep these heads (workspace, rows, hash) elsewhere, and give them with --heads: what was cut off or put back later shows against them.',
    );
  }
  return {
    text: lines.join('\n'),
    json: {
      ...{ broken, overdue, unchecked, unchecked_ends: uncheckedEnds },
      ...{ sum: sum?.sentence ?? null, chains: chains.map(toJson) },
    },
    failed: broken > 0 || overdue > 0 || sum !== null || !isChecked,
  };
}

const header = `${'workspace'.padEnd(36)} rows hash state`;

const lineOf = (chain: AuditChain): string =>
  `${chain.workspaceId} ${chain.head.number} ${chain.head.hash} ${stateOf(chain)}${sealingOf(chain)}`;

function stateOf({ broken, unchecked, isEndUnchecked }: AuditChain): string {
  if (broken !== null) return `BROKEN: row ${broken.number} is ${broken.reason}`;
  return unchecked > 0 || isEndUnchecked ? 'NOT CHECKED' : 'ok';
}

function sealingOf({ unsealed }: AuditChain): string {
  if (unsealed === null) return '';
  const { rows, since, overdue } = unsealed;
  return `, ${rows} ${overdue ? 'NOT SEALED' : 'not sealed yet,'} since ${since.toISOString()}`;
}

const toJson = ({ workspaceId, isEndUnchecked, ...chain }: AuditChain) => ({
  workspace_id: workspaceId,
  ...chain,
  unchecked_end: isEndUnchecked,
});
