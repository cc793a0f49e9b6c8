import { plainEnvironment, startProcess } from '@memo/testing/processes';

/**
 * Runs a script of ours in a process of its own, so that its work is not measured with anybody else's. It gets its
 * input as JSON in its first argument and prints its answer as one JSON line.
 */
export async function runScript<T>(main: URL, input: object): Promise<T> {
  await using script = startProcess({
    main,
    args: [JSON.stringify(input)],
    environment: plainEnvironment(),
  });
  return await script.said((answer) => answer as T);
}

/** The other end: the input of the script that this process runs. */
export function scriptInput(): unknown {
  return JSON.parse(process.argv[2] ?? '{}');
}
