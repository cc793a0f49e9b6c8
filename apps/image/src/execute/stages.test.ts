import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readContext } from '../context/build-context.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { createStages } from './stages.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memo-stages-'));
  await mkdir(join(directory, 'repository/src'), { recursive: true });
  await writeFile(join(directory, 'repository/.dockerignore'), 'secret\n');
  await writeFile(join(directory, 'repository/secret'), 'a');
  await writeFile(join(directory, 'repository/src/main.js'), 'b');
});
afterEach(() => rm(directory, { recursive: true }));

interface Ran {
  command: string;
  environment: Readonly<Record<string, string>>;
}

/** Executes a stage; what it would RUN is written down. */
async function execute(text: string, stage: string) {
  const ran: Ran[] = [];
  const layerOf = createStages({
    dockerfile: parseDockerfile(text),
    context: await readContext(join(directory, 'repository')),
    directory: join(directory, 'stages'),
    run: (_layer, { command }, environment) => {
      ran.push({ command, environment });
      return Promise.resolve();
    },
  });
  const layer = await layerOf(stage);
  const read = (path: string) => readFile(join(layer.files, path), 'utf8');
  return { layer, ran, read, layerOf };
}

describe('a stage', () => {
  it('has the files that it copies, from the context and from other stages', async () => {
    const text = `ARG IMAGE=node
FROM \${IMAGE} AS first
WORKDIR /srv/app
COPY . .
COPY src/main.js renamed.js
COPY src/main.js kept/
FROM \${IMAGE} AS second
COPY --from=first /srv/app /app
COPY --from=first /srv/app/renamed.js /bin/
`;
    const { read } = await execute(text, 'second');
    const paths = ['app/src/main.js', 'app/renamed.js', 'app/kept/main.js', 'bin/renamed.js'];
    expect(await Promise.all(paths.map(read))).toEqual(paths.map(() => 'b'));
    await expect(read('app/secret')).rejects.toThrow('ENOENT');
  });

  it('goes on from the one that it begins with, and changes nothing of it', async () => {
    const text = `FROM node AS first
ENV A=1 B="two words"
WORKDIR /app
USER node
ENTRYPOINT ["a"]
CMD ["b"]
HEALTHCHECK --interval=1s CMD ["c", "d"]
FROM first AS second
ARG VERSION=3
ENV A=\${A}\${VERSION}
LABEL version=\${VERSION}
WORKDIR below
HEALTHCHECK NONE
RUN --mount=type=cache,target=/root/.npm \\
    first \\
 && second
FROM first AS third
CMD ["e"]
`;
    const { layer, ran, layerOf } = await execute(text, 'second');
    expect(layer).toMatchObject({
      ...{ user: 'node', directory: '/app/below', entrypoint: ['a'], command: ['b'] },
      ...{ healthcheck: null, labels: { version: '3' } },
      environment: { A: '13', B: 'two words' },
    });
    expect(ran).toEqual([
      {
        command: 'first && second',
        environment: expect.objectContaining({ A: '13', VERSION: '3' }),
      },
    ]);
    expect(await layerOf('third')).toMatchObject({
      ...{ directory: '/app', entrypoint: ['a'], command: ['e'] },
      ...{ healthcheck: ['c', 'd'], environment: { A: '1' } },
    });
  });

  it.each([
    ['COPY missing .', 'line 2: there is no missing to copy'],
    ['COPY secret .', 'line 2: there is no secret to copy'],
    ['ENV A=$NOWHERE', 'line 2: $NOWHERE is not set'],
    ['ARG NOTHING', 'line 2: NOTHING has no value'],
  ])('fails where a line cannot be done: %s', async (line, problem) => {
    await expect(execute(`FROM node AS only\n${line}\n`, 'only')).rejects.toThrow(problem);
  });
});
