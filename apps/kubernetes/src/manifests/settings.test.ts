import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { readBase, readBaseSettings, repository, type KubernetesObject } from './objects.ts';
import { containersOf, mainContainer, ownPods, podsNamed, podsOf, type Pods } from './pods.ts';
import {
  configMapsIn,
  sampleOf,
  settingsOf,
  type ConfigMaps,
  type ContainerSettings,
} from './settings.ts';

const example = await readFile(join(repository, '.env.example'), 'utf8');

const loaders: Readonly<Record<string, (environment: Environment) => unknown>> = {
  api: loadApiConfig,
  'transcription-worker': loadTranscriptionWorkerConfig,
  'analytics-worker': loadAnalyticsWorkerConfig,
  'dashboard-sync-worker': loadDashboardSyncWorkerConfig,
};

/** What a password may stand in. */
const isSecret = /KEYS?(_BEFORE)?$|SECRET|PASSWORD$|HEADERS$|^(DATABASE|REDIS|SMTP)(_[A-Z]+)?_URL$/;
const everySetting: Environment = Object.fromEntries(
  [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => [name, 'set']),
);

const filled = ({ plain, secrets }: ContainerSettings, isGiven: (name: string) => boolean) => ({
  ...plain,
  ...Object.fromEntries(
    Object.keys(secrets)
      .filter(isGiven)
      .map((name) => [name, sampleOf(name)]),
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

  const named = (name: string) => podsNamed(name, pods);

  describe.each(Object.entries(loaders))('the %s', (app, load) => {
    it('finds nothing in its environment that it does not read', () => {
      const { plain, secrets } = settingsOf(mainContainer(named(app)), maps);
      const given = Object.fromEntries(
        Object.keys({ ...plain, ...secrets }).map((one) => [one, 'x']),
      );
      expect(Object.keys(environmentOf(app, given)).sort()).toEqual(Object.keys(given).sort());
    });

    it('takes whatever nobody may read from a secret, and none of it from a ConfigMap', () => {
      const { secrets } = settingsOf(mainContainer(named(app)), maps);
      const read = Object.keys(environmentOf(app, everySetting)).filter(
        // Google's own name for GEMINI_KEY.
        (name) => isSecret.test(name) && name !== 'GEMINI_API_KEY',
      );
      expect(Object.keys(secrets)).toEqual(expect.arrayContaining(read));
    });

    it('finds all that it needs, whatever optional secret is missing', () => {
      const settings = settingsOf(mainContainer(named(app)), maps);
      const required = filled(settings, (name) => settings.secrets[name]?.optional === false);
      expect(() => load(required)).not.toThrow();
      // Who may send mails says from whom.
      const all = { MAIL_FROM: 'memo@example.com', ...filled(settings, () => true) };
      expect(() => load(all)).not.toThrow();
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
