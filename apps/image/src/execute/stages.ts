import { mkdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { BuildContext } from '../context/build-context.ts';
import { DockerfileError } from '../dockerfile/dockerfile-error.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import type { Dockerfile, Stage } from '../dockerfile/parse.ts';
import { expand } from '../dockerfile/variables.ts';
import { copy, copyTree } from './copy.ts';
import { nodeImage, type Layer } from './layer.ts';

export interface Execution {
  dockerfile: Dockerfile;
  context: BuildContext;
  /** Where the files of the stages go, a folder for each. */
  directory: string;
  /** RUN, with the variables that stand at its place. */
  run: (
    layer: Layer,
    run: Extract<Instruction, { kind: 'run' }>,
    environment: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Is told of each instruction that takes time. */
  notify?: (message: string) => void;
}

/** Executes a stage and those it is made of; each stage once. */
export function createStages(execution: Execution): (name: string) => Promise<Layer> {
  const layers = new Map<string, Promise<Layer>>();
  const stageOf = (name: string) => execution.dockerfile.stages.find((one) => one.name === name);
  const layerOf = (name: string): Promise<Layer> => {
    const stage = stageOf(name);
    if (stage === undefined) return Promise.reject(new Error(`There is no stage ${name}`));
    const layer = layers.get(name) ?? execute(stage, layerOf, execution);
    layers.set(name, layer);
    return layer;
  };
  return layerOf;
}

async function execute(
  stage: Stage,
  layerOf: (name: string) => Promise<Layer>,
  execution: Execution,
): Promise<Layer> {
  const { dockerfile, directory } = execution;
  const base = expand(stage.base, dockerfile.args, stage.line);
  const isStage = dockerfile.stages.some(({ name }) => name === base);
  const before = isStage ? await layerOf(base) : { ...nodeImage, files: null };
  const files = join(directory, stage.name, 'files');
  for (const folder of ['files', 'merged', 'work']) {
    await mkdir(join(directory, stage.name, folder), { recursive: true });
  }
  if (before.files !== null) await copyTree(`${before.files}/.`, files);
  // What others get of a stage is its own: they do not change it.
  const layer: Layer = { ...structuredClone(before), name: stage.name, files };
  const args: Record<string, string> = {};
  for (const instruction of stage.instructions) {
    await executeOne(instruction, layer, args, { layerOf, ...execution });
  }
  return layer;
}

async function executeOne(
  instruction: Instruction,
  layer: Layer,
  args: Record<string, string>,
  {
    dockerfile,
    context,
    run,
    layerOf,
    notify,
  }: Execution & { layerOf: (name: string) => Promise<Layer> },
): Promise<void> {
  const { line } = instruction;
  const variables = { ...args, ...layer.environment };
  const filled = (text: string) => expand(text, variables, line);
  const all = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, filled(value)]));
  switch (instruction.kind) {
    case 'arg': {
      const value = instruction.value ?? dockerfile.args[instruction.name];
      if (value === undefined) throw new DockerfileError(line, `${instruction.name} has no value`);
      args[instruction.name] = filled(value);
      return;
    }
    case 'env':
      Object.assign(layer.environment, all(instruction.values));
      return;
    case 'label':
      Object.assign(layer.labels, all(instruction.values));
      return;
    case 'workdir':
      layer.directory = posix.resolve(layer.directory, filled(instruction.value));
      await mkdir(join(layer.files, layer.directory), { recursive: true });
      return;
    case 'user':
      layer.user = filled(instruction.value);
      return;
    case 'expose':
      instruction.ports.forEach(filled);
      return;
    case 'entrypoint':
      // As Docker does it: what the base image would have run means nothing any more.
      Object.assign(layer, { entrypoint: instruction.words, command: [] });
      return;
    case 'cmd':
      layer.command = instruction.words;
      return;
    case 'healthcheck':
      layer.healthcheck = instruction.words;
      return;
    case 'copy': {
      const from = instruction.from === null ? context : await layerOf(instruction.from);
      const { sources, target } = instruction;
      const paths = { sources: sources.map(filled), target: filled(target) };
      await copy({ line, from, into: layer, ...paths });
      return;
    }
    case 'run':
      notify?.(`${layer.name}: ${instruction.command}`);
      try {
        await run(layer, instruction, variables);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new DockerfileError(line, `RUN failed: ${reason}`);
      }
  }
}
