import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Secret } from 'kubernetes-models/v1';
import { build, findKubectl, oldestKubectl } from './kustomize.ts';
import { readBase, repository, type KubernetesObject } from './objects.ts';
import { containersOf, podsOf } from './pods.ts';
import { bytesOf, coresOf } from './quantity.ts';
import { problemsWith } from './schema.ts';
import { configMapsIn, settingsOf } from './settings.ts';

const kubectl = await findKubectl();

if (kubectl?.isNewEnough === true) {
  describe.each(['base', 'overlays/dev', 'overlays/production'])(
    'kustomize build of %s',
    (folder) => {
      it('gives objects as their schemas have them, of every Deployment and the migrations', async () => {
        const built = await build(folder);
        const problems = built.flatMap((object) =>
          problemsWith(object).map(
            (problem) => `${object.kind} ${object.metadata.name}: ${problem}`,
          ),
        );
        expect(problems).toEqual([]);
        const written = podsOf((await readBase()).map(({ object }) => object));
        expect(podsOf(built).map(({ name }) => name)).toEqual(
          expect.arrayContaining(written.map(({ name }) => name)),
        );
      });

      it('leads every name to an object that is there', async () => {
        const built = await build(folder);
        const maps = configMapsIn(built);
        for (const { spec } of podsOf(built)) {
          for (const container of spec.containers) {
            expect(() => settingsOf(container, maps)).not.toThrow();
          }
        }
      });
    },
  );

  it('overlays/dev brings every secret along that something cannot do without', async () => {
    const built = await build('overlays/dev');
    const secrets = new Map(
      built.flatMap((object) =>
        Secret.is(object)
          ? [[(object as KubernetesObject).metadata.name, Object.keys(object.data ?? {})] as const]
          : [],
      ),
    );
    const wanted = podsOf(built)
      .flatMap(containersOf)
      .flatMap((container) => Object.values(settingsOf(container, configMapsIn(built)).secrets));
    const required = wanted.filter(({ optional }) => !optional);
    expect(required.length).toBeGreaterThan(0);
    for (const { secret, key } of required) expect(secrets.get(secret)).toContain(key);
  });

  it('overlays/dev asks a machine of two cores for less than one: the cluster itself takes another', async () => {
    const built = await build('overlays/dev');
    const replicas = (name: string) => (name === 'api' ? 2 : 1);
    const asked = podsOf(built)
      .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
      .map(({ name, spec }) => {
        const { requests } = spec.containers[0]?.resources ?? {};
        return {
          cores: replicas(name) * coresOf(requests?.cpu),
          bytes: replicas(name) * bytesOf(requests?.memory),
        };
      });
    expect(asked.reduce((sum, { cores }) => sum + cores, 0)).toBeLessThan(1);
    expect(asked.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(3.5 * 1024 ** 3);
  });

  it('overlays/production names the release that this is', async () => {
    const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
      version: string;
    };
    const images = podsOf(await build('overlays/production'))
      .flatMap(containersOf)
      .map(({ image }) => image?.split(':')[1]);
    expect([...new Set(images)]).toEqual([version]);
  });
} else {
  const found = kubectl === null ? 'there is no kubectl' : `kubectl is ${kubectl.version}`;
  it(`builds no overlay: ${found}, and it takes ${oldestKubectl} or newer`, () => {
    expect(kubectl?.isNewEnough ?? false).toBe(false);
  });
}
