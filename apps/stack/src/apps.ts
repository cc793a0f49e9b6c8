import { join } from 'node:path';
import type { Part } from './processes/crew.ts';
import type { Settings } from './settings.ts';

/** An app by the file it starts from: the stack runs apps, it never imports one. */
export interface App {
  /** The name of its log, too. */
  name: string;
  main: string;
}

const repository = join(import.meta.dirname, '../../..');

const app = (name: string): App => ({
  name,
  main: join(repository, 'apps', name, 'src/main.ts'),
});

export const memoApps: readonly App[] = [
  app('api'),
  app('transcription-worker'),
  app('analytics-worker'),
  app('dashboard-sync-worker'),
];

/** An app as a process: its own node with the TypeScript loader, no wrapper in between that would swallow signals. */
export function appPart(
  { name, main }: App,
  { environment, logPath }: { environment: Settings; logPath: string },
): Part {
  return {
    // There tsx finds the tsconfig that says how decorators are compiled.
    directory: repository,
    name: name.replaceAll('-', ' ').replace(/^api$/, 'API'),
    kind: 'app',
    command: process.execPath,
    args: ['--import', import.meta.resolve('tsx'), main],
    environment,
    logPath,
  };
}
