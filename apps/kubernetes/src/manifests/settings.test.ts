import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  environmentOf,
  loadAnalyticsWorkerConfig,
  loadApiConfig,
  loadDashboardSyncWorkerConfig,
  loadMigrationTarget,
  loadTranscriptionWorkerConfig,
  type Environment,
} from '@memo/config';
import { build, findKubectl } from './kustomize.ts';
import { readBase, readBaseSettings, type KubernetesObject } from './objects.ts';
import { containersOf, mainContainer, ownPods, podsOf, type Pods } from './pods.ts';
import { configMapsIn, settingsOf, type ConfigMaps, type ContainerSettings } from './settings.ts';

const loaders: Readonly<Record<string, (environment: Environment) => unknown>> = {
  api: loadApiConfig,
  'transcription-worker': loadTranscriptionWorkerConfig,
  'analytics-worker': loadAnalyticsWorkerConfig,
  'dashboard-sync-worker': loadDashboardSyncWorkerConfig,
};

/** What stands in a secret, as far as a setting has a form. */
const samples: Environment = {
  DATABASE_URL: 'postgres://memo_app:password@postgres:5432/memo',
  DATABASE_OWNER_URL: 'postgres://memo_owner:password@postgres:5432/memo',
  REDIS_URL: 'redis://redis:6379',
};

const filled = ({ plain, secrets }: ContainerSettings, isGiven: (name: string) => boolean) => ({
  ...plain,
  ...Object.fromEntries(
    Object.keys(secrets)
      .filter(isGiven)
      .map((name) => [name, samples[name] ?? 'x'.repeat(32)]),
  ),
});

/** Each thing that is applied, as far as this machine can build it. */
const sources: [string, () => Promise<{ objects: KubernetesObject[]; maps: ConfigMaps }>][] = [
  [
    'k8s/base',
    async () => ({
      objects: (await readBase()).map(({ object }) => object),
      maps: await readBaseSettings(),
    }),
  ],
];
if ((await findKubectl())?.isNewEnough === true) {
  for (const overlay of ['dev', 'production']) {
    sources.push([
      `k8s/overlays/${overlay}`,
      async () => {
        const objects = await build(`overlays/${overlay}`);
        return { objects, maps: configMapsIn(objects) };
      },
    ]);
  }
}

describe.each(sources)('in %s', (_, read) => {
  let pods: Pods[];
  let maps: ConfigMaps;
  beforeAll(async () => {
    const source = await read();
    maps = source.maps;
    pods = ownPods(podsOf(source.objects));
  });

  const podsNamed = (name: string): Pods => {
    const found = pods.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };

  describe.each(Object.entries(loaders))('the %s', (app, load) => {
    it('finds nothing in its environment that it does not read', () => {
      const { plain, secrets } = settingsOf(mainContainer(podsNamed(app)), maps);
      const given = Object.fromEntries(
        Object.keys({ ...plain, ...secrets }).map((one) => [one, 'x']),
      );
      expect(Object.keys(environmentOf(app, given)).sort()).toEqual(Object.keys(given).sort());
    });

    it('finds all that it needs, whatever optional secret is missing', () => {
      const settings = settingsOf(mainContainer(podsNamed(app)), maps);
      const required = filled(settings, (name) => settings.secrets[name]?.optional === false);
      expect(() => load(required)).not.toThrow();
      expect(() => load(filled(settings, () => true))).not.toThrow();
    });
  });

  it('the commands of the memo image find the database, and the one that migrates its owner', () => {
    const commands = pods.flatMap(containersOf).filter(({ args = [] }) => args[0] === 'migrate');
    expect(commands).toHaveLength(5);
    for (const command of commands) {
      const settings = settingsOf(command, maps);
      const environment = filled(settings, () => true);
      expect(() => loadMigrationTarget(environment)).not.toThrow();
      const migrates = command.args?.join(' ') === 'migrate';
      const names = ['DATABASE_URL', ...(migrates ? ['DATABASE_OWNER_URL'] : [])];
      expect(Object.keys(environment).sort()).toEqual(names.sort());
    }
  });

  it('the owner of the tables is known to the migrations alone', () => {
    const knowing = pods.filter((one) =>
      containersOf(one).some(
        (container) => 'DATABASE_OWNER_URL' in settingsOf(container, maps).secrets,
      ),
    );
    expect(knowing.map(({ name }) => name)).toEqual(['migrate']);
  });
});
