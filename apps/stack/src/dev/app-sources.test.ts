import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { watchAppSources } from './app-sources.ts';

describe('the sources of apps', () => {
  let repository: string;
  let changes: string[];
  let stop: () => Promise<void>;

  async function write(file: string, content = ''): Promise<void> {
    const path = join(repository, file);
    await mkdir(dirname(path), { recursive: true });
    // As many editors save: another file takes the place of the old one.
    await writeFile(`${path}.saving`, content);
    await rename(`${path}.saving`, path);
  }
  const manifest = (...libraries: string[]): string =>
    JSON.stringify({
      dependencies: Object.fromEntries(libraries.map((name) => [`@memo/${name}`, '*'])),
    });
  const told = (change: string) => waitFor(change, () => changes.includes(change));

  beforeEach(async () => {
    repository = await mkdtemp(join(tmpdir(), 'memo-sources-'));
    await write('apps/api/package.json', manifest('ledger'));
    await write('apps/worker/package.json', manifest('audio'));
    await write('libs/ledger/package.json', manifest('errors'));
    await write('libs/audio/package.json', manifest());
    await write('libs/errors/package.json', '{}');
    await write('libs/errors/src/index.ts');
    changes = [];
    stop = await watchAppSources({
      repository,
      apps: ['api', 'worker'],
      onChange: (app, file) => changes.push(`${app}: ${file}`),
    });
  });
  afterEach(async () => {
    await stop();
    await rm(repository, { recursive: true });
  });

  it('are its own files and those of libraries it depends on, however far down', async () => {
    await write('apps/api/src/main.ts');
    await told('api: apps/api/src/main.ts');
    await write('libs/audio/src/new.ts');
    await told('worker: libs/audio/src/new.ts');
    await write('libs/errors/src/index.ts', 'changed');
    await told('api: libs/errors/src/index.ts');
    // A file that is new may be told of twice.
    const ofWorker = changes.filter((change) => change.startsWith('worker'));
    expect(new Set(ofWorker)).toEqual(new Set(['worker: libs/audio/src/new.ts']));
  });

  it('are told of every time they are saved', async () => {
    for (const content of ['first', 'second', 'third']) {
      changes = [];
      await write('libs/errors/src/index.ts', content);
      await told('api: libs/errors/src/index.ts');
    }
  });

  it('are not their tests', async () => {
    await write('libs/errors/src/index.test.ts');
    await write('libs/errors/test/fixture.ts');
    await write('libs/errors/src/last.ts');
    await told('api: libs/errors/src/last.ts');
    expect(changes.filter((change) => change.includes('test'))).toEqual([]);
  });
});
