import { appNames, type Environment } from '@memo/config';
import { Option } from 'commander';
import type { Answer, Program } from '../../program.ts';
import { diagnose, type Diagnosed } from './diagnose.ts';

export interface DoctorCommandDeps {
  environment: () => Environment;
  /** Whether an app's program is where this one is: in an image each has its own. */
  isHere: (app: string) => boolean;
}

/** Longer than any question that is asked may take by itself. */
const checkWithinMs = 15_000;

/** `memo doctor` */
export function registerDoctor(
  { root, answer, progress }: Program,
  { environment, isHere }: DoctorCommandDeps,
): void {
  root
    .command('doctor')
    .description('Asks everything Memo depends on, and says in words what is wrong and what to do.')
    .addOption(
      new Option('--app <name>', 'only what this app needs, with its settings').choices(appNames),
    )
    .action(({ app }: { app?: string }) =>
      answer(async () => {
        // The other commands need none of what this one asks with.
        const { composeChecks } = await import('./compose.ts');
        const given = environment();
        progress('asking …');
        const found = await diagnose(composeChecks(given, app, isHere), {
          ...{ withinMs: checkWithinMs, secrets: secretsIn(given) },
        });
        return report(found);
      }),
    );
}

/** Values that nobody may read, the longest first: one may be part of another. */
const secretsIn = (environment: Environment): string[] =>
  Object.entries(environment)
    .filter(([name]) => /KEY|SECRET|PASSWORD|TOKEN|HEADERS/.test(name))
    .flatMap(([, value]) => (value !== undefined && value.length >= 6 ? [value] : []))
    .toSorted((a, b) => b.length - a.length);

function report(found: readonly Diagnosed[]): Answer {
  const problems = found.filter(({ level }) => level === 'problem').length;
  const advised = found.filter(({ level }) => level === 'advice').length;
  const sum = [
    problems === 0 ? 'Nothing is wrong' : `${problems} to set right`,
    ...(advised === 0 ? [] : [`${advised} to consider`]),
  ].join(', ');
  return {
    text: [...found.map(lineOf), `${sum}.`].join('\n'),
    json: { problems, advice: advised, findings: found },
    failed: problems > 0,
  };
}

const lineOf = ({ check, level, text }: Diagnosed): string =>
  `${level.toUpperCase().padEnd(9)} ${check.padEnd(9)} ${text.replaceAll('\n', '\n                    ')}`;
