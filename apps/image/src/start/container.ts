import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { enter, type Volume } from '../execute/enter.ts';
import { uidOf, type Layer } from '../execute/layer.ts';

export interface ToStart {
  layer: Layer;
  settings?: Readonly<Record<string, string>>;
  volumes?: readonly Volume[];
  /** In the place of the image's CMD. */
  command?: readonly string[];
  /** In the place of the image's ENTRYPOINT. */
  entrypoint?: readonly string[];
  user?: string;
}

export interface Container {
  /** Every line it wrote. */
  lines: readonly string[];
  /** Milliseconds from its start to its first JSON line with this message, and that line. */
  said(message: string): Promise<{ afterMs: number; line: Record<string, unknown> }>;
  /** Its exit code; null where a signal ended it. */
  ended: Promise<number | null>;
  /** SIGTERM, and waits. */
  stop(): Promise<void>;
}

/** Starts what an image starts: as its user, on a tree that it cannot write to, but for /tmp. */
export function startContainer({
  layer,
  settings = {},
  volumes = [],
  command = layer.command,
  entrypoint = layer.entrypoint,
  user = layer.user,
}: ToStart): Container {
  const startedAt = performance.now();
  const program = enter({
    root: dirname(layer.files),
    writable: false,
    uid: uidOf(user),
    directory: layer.directory,
    // Without a process name space it is not the first process.
    environment: { ...layer.environment, TINI_SUBREAPER: '1', ...settings },
    volumes,
    words: [...entrypoint, ...command],
  });
  const child = spawn(program.command, program.args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const lines: string[] = [];
  const streams = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  for (const stream of streams) stream.on('line', (line) => lines.push(line));
  return {
    lines,
    ended,
    said: (message) =>
      new Promise((resolve, reject) => {
        const read = (line: string) => {
          if (!line.includes(`"message":"${message}"`)) return;
          const afterMs = performance.now() - startedAt;
          resolve({ afterMs, line: JSON.parse(line) as Record<string, unknown> });
        };
        lines.forEach(read);
        for (const stream of streams) stream.on('line', read);
        void ended.then(() => {
          const said = lines.slice(-20).join('\n');
          reject(new Error(`${layer.name} ended and had not said "${message}":\n${said}`));
        });
      }),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs it to its end. @returns what it wrote. */
export async function runContainer(toStart: ToStart): Promise<string> {
  const { ended, lines } = startContainer(toStart);
  const code = await ended;
  const said = lines.join('\n');
  if (code !== 0) {
    throw new Error(`${toStart.layer.name} ended with ${code ?? 'a signal'}:\n${said}`);
  }
  return said;
}
