import { join } from 'node:path';

declare global {
  interface ImportMeta {
    /** The directory that holds what is compiled; only there. */
    readonly compiled?: string;
  }
}

export const repository = join(import.meta.dirname, '../../../..');

/** Where the program that runs was compiled to; null where it runs from its sources. */
const compiledIn: string | null = import.meta.compiled ?? null;

/** The file of a program of ours, by its source in the repository: as this process runs, so do those it starts. */
export const mainOf = (source: string): string =>
  compiledIn === null ? join(repository, source) : join(compiledIn, source.replace(/\.ts$/, '.js'));

/** How node is called, and what it is told in the environment. */
interface Run {
  flags: string[];
  settings: Readonly<Record<string, string>>;
}

/**
 * Has glibc give freed memory back: by itself it raises both thresholds with what a busy minute frees, and keeps that.
 * https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
const givingBack = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/** Of what is compiled; null where this process runs from its sources. */
export const compiledRun: Run | null =
  compiledIn === null
    ? null
    : {
        flags: ['--import', join(compiledIn, 'apps/stack/src/compiled/source-lines.main.js')],
        settings: { NODE_COMPILE_CACHE: join(compiledIn, 'v8'), ...givingBack },
      };

/** Of sources that Node alone cannot read, for their decorators. */
export const sourceRun = (): Run => ({
  flags: ['--import', import.meta.resolve('tsx')],
  settings: {},
});
