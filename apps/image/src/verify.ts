import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDockerfile, targets } from './check/check-dockerfile.ts';
import { readCompose } from './compose/compose-file.ts';
import { readContext } from './context/build-context.ts';
import { parseDockerfile } from './dockerfile/parse.ts';
import { makeBase } from './execute/base.ts';
import type { Layer } from './execute/layer.ts';
import { hide, packagesIn } from './execute/packages.ts';
import { createRun } from './execute/run.ts';
import { createStages } from './execute/stages.ts';
import { rowOf, tableOf } from './report.ts';
import { runContainer } from './start/container.ts';
import { checkRights } from './start/rights.ts';
import { runSystem, type Started } from './start/system.ts';

export interface Verification {
  repository: string;
  /** The repository's own when not given. */
  dockerfile?: string;
  /** Those to build; with all of them the system is run, too. */
  wanted?: readonly string[];
  notify: (message: string) => void;
}

/**
 * Executes the Dockerfile and starts what comes of it. Needs root and Linux, for mounts.
 * @returns what there is to say about the images.
 * @throws Error with what is wrong.
 */
export async function verifyImages({
  repository,
  dockerfile: given,
  wanted = targets,
  notify,
}: Verification): Promise<string> {
  const text = given ?? (await readFile(join(repository, 'Dockerfile'), 'utf8'));
  const dockerfile = parseDockerfile(text);
  const context = await readContext(repository);
  const problems = checkDockerfile(dockerfile, context);
  if (problems.length > 0) throw new Error(problems.join('\n'));

  const directory = await mkdtemp(join(tmpdir(), 'memo-image-'));
  // The users of the images pass through it.
  await chmod(directory, 0o755);
  try {
    const run = createRun(await makeBase(directory));
    const layerOf = createStages({ dockerfile, context, directory, run, notify });
    const layers: Layer[] = [];
    for (const name of wanted) {
      const layer = await layerOf(name);
      const others = packagesIn(dockerfile).filter((one) => !layer.packages.includes(one));
      await hide(others, join(directory, name));
      await checkRights(layer);
      layers.push(layer);
    }
    const helped = await helpOf(layers.find(({ name }) => name === 'memo'));
    if (wanted.length < targets.length) return await report(layers, helped);
    notify('starting the system, and processing the sample call');
    const compose = await readCompose(join(repository, 'docker-compose.yml'));
    const { started, processed } = await runSystem({ layerOf, compose, directory });
    const { words, coverage, pdfBytes } = processed;
    const sample = `The sample call: ${words} words, ${Math.round(coverage * 100)} % of its speech, a PDF of ${Math.round(pdfBytes / 1024)} KiB.`;
    return `${await report(layers, [...started, ...helped])}\n\n${sample}`;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The command line is ready when it has said what it can do. */
async function helpOf(layer: Layer | undefined): Promise<Started[]> {
  if (layer === undefined) return [];
  const startedAt = performance.now();
  const help = await runContainer({ layer });
  if (!help.startsWith('Usage: memo')) throw new Error(`memo did not explain itself:\n${help}`);
  return [{ name: layer.name, startMs: performance.now() - startedAt }];
}

const report = async (layers: Layer[], started: Started[]): Promise<string> =>
  tableOf(await Promise.all(layers.map((layer) => rowOf(layer, started))));
