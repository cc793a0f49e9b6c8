import {
  Arg,
  Cmd,
  Copy,
  Entrypoint,
  Env,
  Healthcheck,
  Label,
  Run,
  User,
  Workdir,
  type Flag,
  type Instruction as Parsed,
  type JSONInstruction,
  type ModifiableInstruction,
  type PropertyInstruction,
} from 'dockerfile-ast';
import { DockerfileError } from './dockerfile-error.ts';

/** One member for each kind, so that a kind picks its own. */
type Each<K extends string, Fields> = K extends string ? { kind: K } & Fields : never;

/** What a line of a Dockerfile asks for, as far as it is executed here. Variables are not put in yet. */
export type Instruction = { line: number } & (
  | { kind: 'arg'; name: string; value: string | null }
  | Each<'env' | 'label', { values: Record<string, string> }>
  | { kind: 'run'; command: string; caches: string[] }
  | { kind: 'copy'; from: string | null; sources: string[]; target: string }
  | Each<'workdir' | 'user', { value: string }>
  | { kind: 'expose'; ports: string[] }
  | Each<'entrypoint' | 'cmd', { words: string[] }>
  | { kind: 'healthcheck'; words: string[] | null }
);

/** @throws DockerfileError where the line cannot be executed here. */
export function instructionOf(parsed: Parsed, line: number): Instruction {
  const words = () => parsed.getArguments().map((argument) => argument.getValue());
  if (parsed instanceof Arg) {
    const [property] = parsed.getProperties();
    const name = property?.getName() ?? '';
    return { line, kind: 'arg', name, value: property?.getValue() ?? null };
  }
  if (parsed instanceof Env) return { line, kind: 'env', values: valuesOf(parsed) };
  if (parsed instanceof Label) return { line, kind: 'label', values: valuesOf(parsed) };
  if (parsed instanceof Run) return runOf(parsed, line);
  if (parsed instanceof Copy) return copyOf(parsed, line);
  if (parsed instanceof Workdir) return { line, kind: 'workdir', value: one(words(), line) };
  if (parsed instanceof User) return { line, kind: 'user', value: one(words(), line) };
  if (parsed instanceof Entrypoint) {
    return { line, kind: 'entrypoint', words: listOf(parsed, line) };
  }
  if (parsed instanceof Cmd) return { line, kind: 'cmd', words: listOf(parsed, line) };
  if (parsed instanceof Healthcheck) return healthcheckOf(parsed, line);
  if (parsed.getKeyword() === 'EXPOSE') return { line, kind: 'expose', ports: words() };
  throw new DockerfileError(line, `${parsed.getInstruction()} is not executed here`);
}

const valuesOf = (parsed: PropertyInstruction): Record<string, string> =>
  Object.fromEntries(
    parsed.getProperties().map((property) => [property.getName(), property.getValue() ?? '']),
  );

function runOf(parsed: JSONInstruction, line: number): Instruction {
  if (parsed.getOpeningBracket() !== null) {
    throw new DockerfileError(line, 'RUN of a list is not executed here');
  }
  const caches = refuseFlags(parsed, line, ['mount']).map((flag) => {
    const options = Object.fromEntries(
      flag.getOptions().map((option) => [option.getName(), option.getValue()]),
    );
    const { type, target, ...others } = options;
    if (type !== 'cache' || typeof target !== 'string' || Object.keys(others).length > 0) {
      throw new DockerfileError(line, `--mount=${flag.getValue() ?? ''} is not executed here`);
    }
    return target;
  });
  const content = parsed.getArgumentsContent() ?? '';
  const command = content
    .replace(/^(?:--\S+\s+)*/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return { line, kind: 'run', command, caches };
}

function copyOf(parsed: JSONInstruction, line: number): Instruction {
  const [from] = refuseFlags(parsed, line, ['from']);
  if (parsed.getOpeningBracket() !== null) {
    throw new DockerfileError(line, 'COPY of a list is not executed here');
  }
  const paths = parsed.getArguments().map((argument) => argument.getValue());
  const target = paths.pop();
  if (target === undefined || paths.length === 0) throw new DockerfileError(line, 'COPY from … to');
  if (paths.some((path) => /[*?[]/.test(path))) {
    throw new DockerfileError(line, 'COPY of a pattern is not executed here');
  }
  return { line, kind: 'copy', from: from?.getValue() ?? null, sources: paths, target };
}

function healthcheckOf(parsed: ModifiableInstruction, line: number): Instruction {
  refuseFlags(parsed, line, ['interval', 'timeout', 'start-period', 'retries']);
  const content = parsed.getArgumentsContent() ?? '';
  if (content.trim().toUpperCase() === 'NONE') return { line, kind: 'healthcheck', words: null };
  const list = /\bCMD\s+(\[.*\])\s*$/s.exec(content)?.[1];
  if (list === undefined) throw new DockerfileError(line, 'HEALTHCHECK wants CMD and a list');
  return { line, kind: 'healthcheck', words: JSON.parse(list) as string[] };
}

/** Not by a shell, which would not pass signals on. */
function listOf(parsed: JSONInstruction, line: number): string[] {
  if (parsed.getOpeningBracket() === null) {
    throw new DockerfileError(line, `${parsed.getInstruction()} wants a list`);
  }
  return parsed.getJSONStrings().map((word) => word.getJSONValue());
}

/** @returns those that are there, each of which is known. */
export function refuseFlags(
  parsed: ModifiableInstruction,
  line: number,
  known: readonly string[],
): Flag[] {
  const flags = parsed.getFlags();
  const other = flags.find((flag) => !known.includes(flag.getName()));
  if (other !== undefined) {
    throw new DockerfileError(line, `--${other.getName()} is not executed here`);
  }
  return flags;
}

function one(words: string[], line: number): string {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) throw new DockerfileError(line, 'wants one word');
  return word;
}
