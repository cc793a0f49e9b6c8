import { join } from 'node:path';
import { compiledRun, mainOf, repository, sourceRun } from './compiled/main-of.ts';
import type { Part } from './processes/supervisor.ts';
import type { Settings } from './settings.ts';

/** An app by the file it starts from: the stack runs apps, it never imports one. */
export interface App {
  /** The name of its log, too. */
  name: string;
  main: string;
  /** Where a debugger may attach, on 127.0.0.1. */
  inspectorPort?: number;
  /** After a crash: as a part of the stack. */
  waitsAfterCrash?: boolean;
}

const sourceOf = (name: string): string => `apps/${name}/src/main.ts`;

const app = (name: string): App => ({ name, main: mainOf(sourceOf(name)) });

export const memoApps: readonly App[] = [
  app('api'),
  app('transcription-worker'),
  app('analytics-worker'),
  app('dashboard-sync-worker'),
];

/** What people call an app. */
export const partName = (app: string): string => app.replaceAll('-', ' ').replace(/^api$/, 'API');

/** An app as a process: its own node, no wrapper in between that would swallow signals. */
export function appPart(
  { name, main, inspectorPort, waitsAfterCrash = false }: App,
  { environment, logPath }: { environment: Settings; logPath: string },
): Part {
  // What is to be traced is instrumented as it is loaded, and a bundle loads nothing.
  const isTraced = environment.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
  const { flags, settings } = (isTraced ? null : compiledRun) ?? sourceRun();
  return {
    // There tsx finds the tsconfig that says how decorators are compiled.
    directory: repository,
    name: partName(name),
    kind: 'app',
    command: process.execPath,
    args: [
      ...(inspectorPort === undefined ? [] : [`--inspect=127.0.0.1:${inspectorPort}`]),
      ...flags,
      isTraced ? join(repository, sourceOf(name)) : main,
    ],
    waitsAfterCrash,
    environment: { ...settings, ...environment },
    logPath,
  };
}
