import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processEnvironment } from '@memo/config';
import { build } from '../src/build.ts';

export interface ProductionTree {
  root: string;
  remove(): Promise<void>;
}

/** What a server gets: the build, and the packages that npm installs for it, outside of the checkout. */
export async function makeProductionTree(repository: string): Promise<ProductionTree> {
  const root = await mkdtemp(join(tmpdir(), 'memo-production-'));
  const remove = () => rm(root, { recursive: true, force: true });
  try {
    await build(repository, root);
    const install = ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'];
    await promisify(execFile)('npm', install, { cwd: root, env: plainEnvironment() });
    return { root, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Nothing that npm and Jest tell their children. */
export function plainEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '' } = processEnvironment();
  return { PATH, HOME };
}
