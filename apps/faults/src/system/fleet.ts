import { waitFor } from '@memo/testing';
import { plainEnvironment, startProcess, type RunningProcess } from '@memo/testing/processes';

export type AppName = 'api' | 'transcription-worker' | 'analytics-worker' | 'dashboard-sync-worker';

export interface Fleet {
  /** Process ids of those of an app that run now. */
  pidsOf(app: AppName): number[];
  /** Addresses of the API processes that run now. */
  apiUrls(): string[];
  /** Exit codes and signals of all that have ended, in order, and whether that was while they started. */
  ended(): readonly string[];
  /** Ends a process as a deployment does, and waits until another one has taken its place. */
  replace(app: AppName, pid: number): Promise<void>;
  /** Ends all of an app as a deployment does, for good. */
  retire(app: AppName): Promise<void>;
  /** From now on ended processes stay away. */
  close(): Promise<void>;
}

export interface FleetOptions {
  /** How many processes of each app. */
  sizes: Readonly<Record<AppName, number>>;
  settings: Readonly<Record<string, string>>;
  /** Of API processes: their address must outlive them. */
  ports: readonly number[];
  /** The checkout whose code runs; this one where none is given. */
  root?: URL;
}

/** A worker may finish what it has for 15 s; then the next one starts. */
const replacedWithinMs = 60_000;

const workers = ['transcription-worker', 'analytics-worker', 'dashboard-sync-worker'] as const;

/** The apps as real processes; one that ends is started again, as a cluster does it. */
export async function startFleet({
  sizes,
  settings,
  ports,
  root = new URL('../../../../', import.meta.url),
}: FleetOptions): Promise<Fleet> {
  const running = new Map<AppName, Set<RunningProcess>>();
  const begun = new Map<AppName, number>();
  const retired = new Set<AppName>();
  const ended: string[] = [];
  let closing = false;

  async function keep(app: AppName, own: Readonly<Record<string, string>>): Promise<void> {
    const child = startProcess({
      main: new URL(`apps/${app}/src/main.ts`, root),
      environment: { ...plainEnvironment(), NODE_ENV: 'production', ...settings, ...own },
    });
    const siblings = running.get(app) ?? new Set();
    running.set(app, siblings.add(child));
    const begins = app === 'api' ? 'Listening' : 'Taking jobs';
    let hasBegun = false;
    void child.ended.then((how) => {
      siblings.delete(child);
      ended.push(`${app}: ${how}${hasBegun ? '' : ' while it started'}`);
      if (!closing && !retired.has(app)) void keep(app, own).catch(() => undefined);
    });
    await child.said(({ message }) => (message === begins ? true : undefined));
    hasBegun = true;
    begun.set(app, (begun.get(app) ?? 0) + 1);
  }

  // One after the other: each start takes a processor for seconds.
  for (const port of ports.slice(0, sizes.api)) {
    await keep('api', { HOST: '127.0.0.1', PORT: String(port) });
  }
  for (const app of workers) {
    for (let started = 0; started < sizes[app]; started += 1) await keep(app, {});
  }

  const all = () => [...running.values()].flatMap((children) => [...children]);
  return {
    pidsOf: (app) => [...(running.get(app) ?? [])].map(({ pid }) => pid),
    apiUrls: () => ports.map((port) => `http://127.0.0.1:${port}`),
    ended: () => ended,
    replace: async (app, pid) => {
      const before = begun.get(app) ?? 0;
      process.kill(pid, 'SIGTERM');
      await waitFor(`another ${app}`, () => (begun.get(app) ?? 0) > before, {
        timeoutMs: replacedWithinMs,
      });
    },
    retire: async (app) => {
      retired.add(app);
      const children = [...(running.get(app) ?? [])];
      for (const { pid } of children) process.kill(pid, 'SIGTERM');
      await Promise.all(children.map((child) => child.ended));
    },
    close: async () => {
      closing = true;
      await Promise.all(all().map((child) => child[Symbol.asyncDispose]()));
    },
  };
}
