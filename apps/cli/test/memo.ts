import { composeCli } from '../src/compose.ts';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line, in this process: starting one costs seconds of processor time. */
export async function memo(
  words: string[],
  databaseUrl: string,
  settings: Record<string, string> = {},
  isHere: (app: string) => boolean = () => true,
): Promise<Ended> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const run = composeCli({
    output: { out: (text) => stdout.push(text), err: (text) => stderr.push(text) },
    environment: () => ({ DATABASE_URL: databaseUrl, ...settings }),
    isHere,
  });
  const code = await run(words);
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}
