import { execa } from 'execa';
import { join } from 'node:path';
import { Secret } from 'kubernetes-models/v1';
import { parseObjects, repository, type KubernetesObject } from './objects.ts';

/** The first release of kubectl whose kustomize knows the syntax of today. */
export const oldestKubectl = '1.27';

interface Kubectl {
  version: string;
  isNewEnough: boolean;
}

/** The kubectl of this machine; null where there is none. */
export async function findKubectl(): Promise<Kubectl | null> {
  const { stdout, failed } = await execa('kubectl', ['version', '--client', '-o', 'json'], {
    reject: false,
  });
  if (failed) return null;
  const { clientVersion } = JSON.parse(stdout) as { clientVersion: { gitVersion: string } };
  const [, version = '', minor = ''] = /^v(1\.(\d+))/.exec(clientVersion.gitVersion) ?? [];
  return { version, isNewEnough: Number(minor) >= Number(oldestKubectl.slice(2)) };
}

/** What is applied of a folder of `k8s`. */
export async function build(folder: string): Promise<KubernetesObject[]> {
  const { stdout } = await execa('kubectl', ['kustomize', join(repository, 'k8s', folder)]);
  return parseObjects(stdout).map(unwrapped);
}

/** Long values of secrets come in lines; whoever reads base64 takes no notice of that, but for the schema. */
const unwrapped = (object: KubernetesObject): KubernetesObject => {
  if (!Secret.is(object)) return object;
  const data = Object.entries(object.data ?? {}).map(([key, value]) => [
    key,
    value.replaceAll('\n', ''),
  ]);
  return { ...(object as KubernetesObject), ...{ data: Object.fromEntries(data) as object } };
};
