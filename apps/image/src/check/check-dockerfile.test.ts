import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { readContext, type BuildContext } from '../context/build-context.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { packagesOf } from '../execute/packages.ts';
import { checkDockerfile, targetOf, targets } from './check-dockerfile.ts';

interface Manifest {
  imports?: Record<string, string>;
}

const repository = join(import.meta.dirname, '../../../..');
const read = (path: string) => readFile(join(repository, path), 'utf8');

let text: string;
let context: BuildContext;
beforeAll(async () => {
  [text, context] = await Promise.all([read('Dockerfile'), readContext(repository)]);
});

const problemsOf = (changed: string): string[] => {
  try {
    return checkDockerfile(parseDockerfile(changed), context);
  } catch (error) {
    return [(error as Error).message];
  }
};

describe('the Dockerfile', () => {
  it('has nothing that the checks or the linter object to', () => {
    expect(problemsOf(text)).toEqual([]);
    expect(validate(text)).toEqual([]);
  });

  it('has a target for every app that production runs, and no other', async () => {
    const settings = await read('tsconfig.build.json');
    const apps = (await readdir(join(repository, 'apps'))).filter(
      (name) => !settings.includes(`"apps/${name}"`),
    );
    expect(apps.map(targetOf).sort()).toEqual([...targets].sort());
  });

  it('is sent every file of another package here that an app takes along when it is built', async () => {
    const packages = (
      await Promise.all(
        ['apps', 'libs'].map(async (kind) =>
          (await readdir(join(repository, kind))).map((name) => `${kind}/${name}`),
        ),
      )
    ).flat();
    const taken = await Promise.all(
      packages.map(async (path) => {
        const { imports = {} } = JSON.parse(await read(`${path}/package.json`)) as Manifest;
        return Object.values(imports).filter((file) => file.startsWith('@memo/'));
      }),
    );
    const files = taken.flat().map((file) => {
      const [, name = '', ...rest] = file.split('/');
      return `${packages.find((path) => path.endsWith(`/${name}`))}/${rest.join('/')}`;
    });
    expect(files).toContain('apps/stack/sample/microphone.opus');
    expect(files.filter((file) => !context.files.includes(file))).toEqual([]);
  });

  it('has what set-up installs for an app in the image of that app alone', async () => {
    const { stages } = parseDockerfile(text);
    const installed = Object.fromEntries(
      stages.flatMap(({ name, instructions }) => {
        const names = instructions.flatMap((one) =>
          one.kind === 'run' ? (packagesOf(one.command) ?? []) : [],
        );
        return names.length > 0 ? [[name, names.sort()]] : [];
      }),
    );
    expect(installed).toEqual({
      runtime: ['tini'],
      api: ['fonts-noto-color-emoji', 'fonts-noto-core', 'fonts-wqy-microhei'],
      'transcription-worker': ['ffmpeg', 'pocketsphinx', 'pocketsphinx-en-us'],
    });
    const setUp = await read('apps/stack/setup.sh');
    const missing = Object.values(installed)
      .flat()
      .filter((name) => !setUp.includes(name));
    expect(missing).toEqual(['tini']);
  });

  it('says the version of this release', async () => {
    const { version } = JSON.parse(await read('package.json')) as { version: string };
    const { args, stages } = parseDockerfile(text);
    expect(args.VERSION).toBe(version);
    const asking = stages.filter(({ instructions }) =>
      instructions.some(
        (one) => one.kind === 'arg' && one.name === 'VERSION' && one.value === null,
      ),
    );
    expect(asking.map(({ name }) => name).sort()).toEqual([...targets].sort());
  });

  it('sends the builder what the build reads, and neither secrets nor tests', () => {
    expect(context.files).toEqual(
      expect.arrayContaining([
        ...['.npmrc', 'package.json', 'package-lock.json'],
        ...['tsconfig.base.json', 'tsconfig.build.json', 'apps/build/src/main.ts'],
        ...['apps/api/src/main.ts', 'libs/config/src/index.ts', 'apps/bench/package.json'],
      ]),
    );
    const unwanted =
      /(^|\/)(\.env|node_modules|\.git|\.memo|test)(\/|$)|\.test\.ts$|^(docs|ops|release|bench)\//;
    expect(context.files.filter((path) => unwanted.test(path))).toEqual([]);
  });
});

describe('a Dockerfile with one thing wrong is refused', () => {
  it.each([
    ['COPY . .', 'COPY sources .', 'the builder is not sent sources'],
    ['COPY --from=manifests /src ./', 'COPY --from=manifest /src ./', 'no stage manifest before'],
    ['COPY --from=build /built/api', 'COPY --from=build /built/cli', 'api: apps/api/main.js'],
    [
      'COPY --from=built-manifests /built/cli',
      'COPY --from=built-manifests /built/api',
      'memo: the packages',
    ],
    ['COPY --from=memo-packages /app ./', 'COPY --from=api-packages /app ./', 'memo: the packages'],
    ['"apps/cli/main.js"]', '"apps/cli/index.js"]', 'memo: apps/cli/main.js is not started'],
    ['ENTRYPOINT ["tini", "--"]', 'ENTRYPOINT ["sh", "-c"]', 'api: tini'],
    [
      'USER node\n\nFROM runtime AS api',
      '\nFROM runtime AS api',
      'analytics-worker: it does not run',
    ],
    ['FROM runtime AS analytics-worker', 'FROM runtime AS analytics', 'no target analytics-worker'],
    ['WORKDIR /app\nENV', 'WORKDIR /srv\nENV', 'api: apps/api/main.js'],
    ['COPY --from=build', 'COPY --chown=node --from=build', '--chown is not executed here'],
    ['USER node', 'VOLUME /tmp', 'VOLUME is not executed here'],
    ['RUN node apps', 'RUN --network=none node apps', '--network is not executed here'],
    ['type=cache,target', 'type=bind,target', '--mount=type=bind'],
    ['--omit=dev --ignore-scripts', '--omit=dev', 'or run scripts'],
    ['CMD ["--help"]', 'CMD --help', 'CMD wants a list'],
  ])('where %s is written as %s', (line, changed, problem) => {
    expect(text).toContain(line);
    expect(problemsOf(text.replaceAll(line, changed)).join('\n')).toContain(problem);
  });

  it('whichever COPY into an image is missing', () => {
    const lines = text.split('\n');
    const images = lines.indexOf('FROM runtime AS api');
    const copies = lines.flatMap((line, index) =>
      index > images && line.startsWith('COPY') ? [index] : [],
    );
    expect(copies).toHaveLength(2 * targets.length);
    const unnoticed = copies.filter(
      (index) => problemsOf(lines.toSpliced(index, 1).join('\n')).length === 0,
    );
    expect(unnoticed.map((index) => lines[index])).toEqual([]);
  });
});
