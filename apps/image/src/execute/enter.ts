import { join } from 'node:path';

/** A folder of this machine that a program sees, too. */
export interface Volume {
  source: string;
  target: string;
  writable?: boolean;
}

export interface ToEnter {
  /** The folder of a stage. */
  root: string;
  writable: boolean;
  uid: number;
  directory: string;
  environment: Readonly<Record<string, string>>;
  volumes?: readonly Volume[];
  words: readonly string[];
}

const script = join(import.meta.dirname, 'enter.sh');

/** How a program is started that sees the files of an image and no others. It becomes that process. */
export function enter({
  root,
  writable,
  uid,
  directory,
  environment,
  volumes = [],
  words,
}: ToEnter): { command: string; args: string[] } {
  const name = ['--mount', '--propagation', 'private', '--', 'sh', script];
  const place = [root, writable ? 'rw' : 'ro', String(uid), directory];
  const settings = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
  const mounts = volumes.map(
    ({ source, target, writable: may }) => `${source}:${target}:${may === true ? 'rw' : 'ro'}`,
  );
  return {
    command: 'unshare',
    args: [...name, ...place, '--', ...settings, '--', ...mounts, '--', ...words],
  };
}
