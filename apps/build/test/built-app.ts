import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Where and with which settings built programs run. */
export interface Place {
  root: string;
  environment: Record<string, string>;
}

export interface BuiltApp {
  /** Every line it wrote. */
  lines: readonly string[];
  /** The first JSON line with this message. */
  said(message: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Runs a built command to its end, with node alone. */
export async function runBuilt({ root, environment }: Place, args: string[]): Promise<string> {
  const options = { cwd: root, env: environment };
  return (await promisify(execFile)(process.execPath, args, options)).stdout;
}

/** Starts a built app with node alone. */
export function startBuilt({ root, environment }: Place, name: string): BuiltApp {
  const child = spawn(process.execPath, [`apps/${name}/main.js`], { cwd: root, env: environment });
  const ended = once(child, 'close');
  const lines: string[] = [];
  const out = createInterface({ input: child.stdout });
  for (const stream of [out, createInterface({ input: child.stderr })]) {
    stream.on('line', (line) => lines.push(line));
  }
  return {
    lines,
    said: (message) =>
      new Promise((resolve, reject) => {
        const read = (line: string) => {
          if (line.includes(`"message":"${message}"`)) {
            resolve(JSON.parse(line) as Record<string, unknown>);
          }
        };
        lines.forEach(read);
        out.on('line', read);
        void ended.then(() => {
          reject(new Error(`${name} ended and had not said "${message}":\n${lines.join('\n')}`));
        });
      }),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
