import { posix } from 'node:path';
import type { Dockerfile } from '../dockerfile/parse.ts';

/** Where a file of an image comes from. */
export interface Origin {
  /** Null: what the builder was sent. */
  stage: string | null;
  path: string;
}

/** By every COPY that covers the path, in the stage or in one it begins with; what a later one brings lies on top, and is first. */
export function originsOf(dockerfile: Dockerfile, stageName: string, path: string): Origin[] {
  const stage = dockerfile.stages.find(({ name }) => name === stageName);
  if (stage === undefined) return [];
  let directory = directoryOf(dockerfile, stage.base);
  const origins = originsOf(dockerfile, stage.base, path);
  for (const instruction of stage.instructions) {
    if (instruction.kind === 'workdir') directory = posix.resolve(directory, instruction.value);
    if (instruction.kind !== 'copy') continue;
    const target = posix.resolve(directory, instruction.target);
    const below = target === '/' ? '/' : `${target}/`;
    const [source] = instruction.sources;
    if (source === undefined || (path !== target && !path.startsWith(below))) continue;
    const rest = path.slice(target.length);
    origins.unshift({ stage: instruction.from, path: posix.join(source, rest) });
  }
  return origins;
}

/** Where a stage leaves those that begin with it. */
function directoryOf(dockerfile: Dockerfile, stageName: string): string {
  const stage = dockerfile.stages.find(({ name }) => name === stageName);
  if (stage === undefined) return '/';
  return stage.instructions.reduce(
    (directory, one) => (one.kind === 'workdir' ? posix.resolve(directory, one.value) : directory),
    directoryOf(dockerfile, stage.base),
  );
}
