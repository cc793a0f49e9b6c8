import { DockerfileParser, From } from 'dockerfile-ast';
import { DockerfileError } from './dockerfile-error.ts';
import { instructionOf, refuseFlags, type Instruction } from './instruction.ts';

export interface Stage {
  name: string;
  line: number;
  /** An image, or a stage before it. */
  base: string;
  instructions: Instruction[];
}

export interface Dockerfile {
  /** Those before the first stage: they stand in FROM alone. */
  args: Record<string, string>;
  stages: Stage[];
}

/** @throws DockerfileError at the first line that cannot be executed here. */
export function parseDockerfile(text: string): Dockerfile {
  const args: Record<string, string> = {};
  const stages: Stage[] = [];
  for (const parsed of DockerfileParser.parse(text).getInstructions()) {
    const line = parsed.getRange().start.line + 1;
    const stage = stages.at(-1);
    if (parsed instanceof From) {
      const begun = stageOf(parsed, line);
      if (stages.some(({ name }) => name === begun.name)) {
        throw new DockerfileError(line, `there are two stages ${begun.name}`);
      }
      stages.push(begun);
    } else if (stage !== undefined) stage.instructions.push(instructionOf(parsed, line));
    else {
      const arg = instructionOf(parsed, line);
      if (arg.kind !== 'arg') throw new DockerfileError(line, 'stands before the first FROM');
      args[arg.name] = arg.value ?? '';
    }
  }
  return { args, stages };
}

function stageOf(from: From, line: number): Stage {
  refuseFlags(from, line, []);
  const [base, name] = [from.getImage(), from.getBuildStage()];
  if (base === null || name === null) throw new DockerfileError(line, 'wants FROM … AS a name');
  return { name, line, base, instructions: [] };
}
