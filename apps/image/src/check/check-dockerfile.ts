import type { BuildContext } from '../context/build-context.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import type { Dockerfile, Stage } from '../dockerfile/parse.ts';
import { originsOf } from './origin.ts';

/** A target for each app that production runs, by its folder below apps/. */
const appOf: Readonly<Record<string, string>> = {
  api: 'api',
  'transcription-worker': 'transcription-worker',
  'analytics-worker': 'analytics-worker',
  'dashboard-sync-worker': 'dashboard-sync-worker',
  memo: 'cli',
};
export const targets: readonly string[] = Object.keys(appOf);
export const targetOf = (app: string): string | undefined =>
  targets.find((name) => appOf[name] === app);

/** Ends by itself: there is nothing to ask whether it still works. */
const runsToItsEnd: ReadonlySet<string> = new Set(['memo']);

/** What is wrong with a Dockerfile, as far as that can be read off it. */
export const checkDockerfile = (dockerfile: Dockerfile, context: BuildContext): string[] => [
  ...checkTargets(dockerfile),
  ...dockerfile.stages.flatMap((stage, index) =>
    stage.instructions.flatMap((instruction) =>
      checkCopy(instruction, dockerfile.stages.slice(0, index), context),
    ),
  ),
  ...dockerfile.stages.flatMap(({ instructions }) => instructions.flatMap(checkInstall)),
  ...targets.flatMap((target) => checkTarget(dockerfile, target)),
];

const checkInstall = (instruction: Instruction): string[] =>
  instruction.kind === 'run' &&
  /\bnpm (?:ci|i|install)\b/.test(instruction.command) &&
  !/\bnpm ci\b.* --ignore-scripts\b/.test(instruction.command)
    ? [
        `line ${instruction.line}: packages are installed by another way than npm ci, or run scripts`,
      ]
    : [];

function checkTargets({ stages }: Dockerfile): string[] {
  const used = new Set(
    stages.flatMap(({ base, instructions }) => [
      base,
      ...instructions.map((one) => (one.kind === 'copy' ? one.from : null)),
    ]),
  );
  const last = stages.map(({ name }) => name).filter((name) => !used.has(name));
  return [
    ...targets.filter((name) => !last.includes(name)).map((name) => `there is no target ${name}`),
    ...last.filter((name) => !targets.includes(name)).map((name) => `${name} is no app's target`),
  ];
}

function checkCopy(instruction: Instruction, before: Stage[], { files }: BuildContext): string[] {
  if (instruction.kind !== 'copy') return [];
  const { line, from, sources } = instruction;
  if (from !== null) {
    return before.some(({ name }) => name === from)
      ? []
      : [`line ${line}: there is no stage ${from} before`];
  }
  const isSent = (path: string) =>
    path === '.' || files.some((file) => file === path || file.startsWith(`${path}/`));
  return sources
    .filter((path) => !isSent(path))
    .map((path) => `line ${line}: the builder is not sent ${path}`);
}

function checkTarget(dockerfile: Dockerfile, target: string): string[] {
  const app = appOf[target] ?? target;
  const said = (problem: string) => `${target}: ${problem}`;
  const chain = chainOf(dockerfile, target);
  const all = chain.flatMap(({ instructions }) => instructions);
  const last = <K extends Instruction['kind']>(kind: K) =>
    all.findLast((one): one is Extract<Instruction, { kind: K }> => one.kind === kind);
  const main = `apps/${app}/main.js`;
  const words = [...(last('entrypoint')?.words ?? []), ...(last('cmd')?.words ?? [])];
  const built = ['main.js', 'src/main.js', 'package.json'].map((file) => `apps/${app}/${file}`);
  const from = (path: string) => originsOf(dockerfile, target, `/app/${path}`);
  const comesBuilt = [...built, 'libs/config/src/index.js'].filter((path) => {
    const [origin] = from(path);
    return origin?.stage !== 'build' || origin.path !== `/built/${app}/${path}`;
  });
  const packages = from('node_modules').find(({ stage }) => installs(dockerfile, stage, app));
  return [
    ...comesBuilt.map((path) => said(`${path} is not copied from what was built`)),
    ...(packages?.path === '/app/node_modules'
      ? []
      : [said('the packages of its app, with their list, are not copied into it')]),
    ...(words.includes(main) ? [] : [said(`${main} is not started`)]),
    ...(words[0] === 'tini' ? [] : [said('tini is not the first process')]),
    ...(last('user')?.value === 'node' ? [] : [said('it does not run as node')]),
    ...((last('healthcheck')?.words ?? null) === null && !runsToItsEnd.has(target)
      ? [said('nothing asks whether it lives')]
      : []),
    ...(last('label') === undefined ? [said('it has no labels')] : []),
  ];
}

/** Whether a stage is where the packages of an app are installed, and listed. */
const installs = (dockerfile: Dockerfile, stage: string | null, app: string): boolean =>
  stage !== null &&
  originsOf(dockerfile, stage, '/app/package.json')[0]?.path === `/built/${app}/package.json` &&
  chainOf(dockerfile, stage).some(({ instructions }) =>
    instructions.some(
      (one) =>
        one.kind === 'run' &&
        /\bnpm ci --omit=dev .*\bnpm sbom .*> sbom\.cdx\.json/.test(one.command),
    ),
  );

/** A stage and those it begins with, the first one first. */
function chainOf(dockerfile: Dockerfile, name: string): Stage[] {
  const stage = dockerfile.stages.find((one) => one.name === name);
  return stage === undefined ? [] : [...chainOf(dockerfile, stage.base), stage];
}
