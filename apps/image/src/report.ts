import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Layer } from './execute/layer.ts';
import type { Started } from './start/system.ts';

/** What a container engine does and this does not. */
export const differences = `Not as in a container:
  - The base image is not fetched. /usr and /etc of this machine's Debian stand for it; node is the one that runs this.
  - Debian packages are not installed by RUN. Those that are on this machine serve; tini's files are fetched and laid in.
    Packages of the Dockerfile that an image does not ask for are hidden from it, with no regard to what they depend on.
  - RUN has npm's cache and the registry settings of this machine, and its network.
  - No control groups, no seccomp profile, no process, network and user name spaces: limits of memory and processes are
    not tried, processes see each other, and tini is not the first one.
  - Servers are PostgreSQL, Redis and an S3 server of this machine, and not the images of docker-compose.yml.
  - Signatures, labels and layers of an image file are not made; sizes are those of the files that instructions wrote.`;

interface Row {
  name: string;
  packagesMiB: number;
  ownMiB: number;
  debian: string[];
  start: Started | undefined;
}

export async function rowOf(layer: Layer, started: readonly Started[]): Promise<Row> {
  const app = join(layer.files, 'app');
  const [all, packages] = await Promise.all([mebibytes(app), mebibytes(join(app, 'node_modules'))]);
  return {
    name: layer.name,
    packagesMiB: packages,
    ownMiB: all - packages,
    debian: layer.packages,
    start: started.find(({ name }) => name === layer.name),
  };
}

async function mebibytes(path: string): Promise<number> {
  const { stdout } = await promisify(execFile)('du', ['-s', '--apparent-size', '-B1', path]);
  return Number.parseInt(stdout, 10) / 1024 ** 2;
}

const mib = (size: number): string => `${size.toFixed(1)} MiB`;

export function tableOf(rows: readonly Row[]): string {
  const head = ['target', 'npm packages', 'Memo', 'ready after', 'Debian packages'];
  const cells = rows.map(({ name, packagesMiB, ownMiB, start, debian }) => [
    ...[name, mib(packagesMiB), mib(ownMiB)],
    start === undefined ? '–' : `${(start.startMs / 1000).toFixed(1)} s`,
    debian.join(' '),
  ]);
  const table = [head, ...cells];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
