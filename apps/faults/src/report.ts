import type { Verdict } from './oracle/judge.ts';
import type { Proof } from './prove.ts';
import type { Fault } from './strike.ts';

export interface Report extends Pick<Fault, 'name' | 'promise'> {
  accepted: number;
  refused: number;
  lost: number;
  doubled: number;
  orphans: number;
  failedAtFirst: number;
  /** From the end of the fault to the end of the last meeting, in seconds. */
  settledAfterSeconds: number;
  problems: string[];
  figures: string[];
}

const shownProblems = 10;

export function reportOf({ name, promise }: Fault, { load, verdict, figures }: Proof): Report {
  const { lost, doubled, orphans, failedAtFirst, other, settledAfterMs } = verdict;
  // A fault that let nothing in proves nothing.
  const nothing = load.accepted.length === 0 ? ['no recording was accepted'] : [];
  return {
    ...{ name, promise, figures, failedAtFirst },
    accepted: load.accepted.length,
    refused: load.refused,
    lost: lost.length,
    doubled: doubled.length,
    orphans: orphans.length,
    settledAfterSeconds: Math.round(settledAfterMs / 100) / 10,
    problems: [...nothing, ...lost, ...doubled, ...orphans, ...other],
  };
}

export function asText(report: Report): string {
  const { name, promise, accepted, refused, lost, doubled, orphans, problems, figures } = report;
  return [
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${promise}`,
    `     accepted ${accepted}, refused ${refused}, lost ${lost}, doubled ${doubled}, orphans ${orphans}, FAILED at first ${report.failedAtFirst}, all ended ${report.settledAfterSeconds} s after it`,
    ...figures.map((figure) => `     ${figure}`),
    ...problems.slice(0, shownProblems).map((problem) => `     - ${problem}`),
  ].join('\n');
}

/** In Markdown, as docs/reliability.md keeps it. */
export function asTable(reports: readonly Report[]): string {
  const rows = reports.map((report) => [
    `\`${report.name}\``,
    ...[report.accepted, report.refused, report.lost, report.doubled, report.orphans],
    ...[report.failedAtFirst, report.settledAfterSeconds, report.figures.join('; ')],
  ]);
  const head = ['fault', 'accepted', 'refused', 'lost', 'doubled', 'orphans'].concat([
    'FAILED at first',
    'all ended, s',
    'also',
  ]);
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** What became of recordings, for people. */
export function asVerdict(name: string, accepted: number, verdict: Verdict): string {
  const { lost, doubled, orphans, other, failedAtFirst, settledAfterMs } = verdict;
  const problems = [...lost, ...doubled, ...orphans, ...other];
  return [
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}`,
    `     accepted ${accepted}, lost ${lost.length}, doubled ${doubled.length}, orphans ${orphans.length}, FAILED at first ${failedAtFirst}, all ended ${(settledAfterMs / 1000).toFixed(1)} s after it`,
    ...problems.slice(0, shownProblems).map((problem) => `     - ${problem}`),
  ].join('\n');
}
