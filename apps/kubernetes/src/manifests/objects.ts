import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

export const repository = join(import.meta.dirname, '../../../..');

/** What every object of Kubernetes has; what more it has, its schema says. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
}

/** An object with the file it stands in. */
export interface Manifest {
  file: string;
  object: KubernetesObject;
}

/** @throws when it is no YAML, or has a key twice. */
export function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS() as KubernetesObject;
  });
}

const base = join(repository, 'k8s/base');

/** Every object of `k8s/base`, as it is written. */
export async function readBase(): Promise<Manifest[]> {
  const names = await readdir(base, { recursive: true });
  const files = names.filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  const read = files.sort().map(async (file) => {
    const objects = parseObjects(await readFile(join(base, file), 'utf8'));
    return objects.map((object) => ({ file, object }));
  });
  return (await Promise.all(read)).flat();
}

interface Kustomization {
  configMapGenerator: { name: string; envs: string[] }[];
}

/** What kustomize makes ConfigMaps of in `k8s/base`, by their names. */
export async function readBaseSettings(): Promise<Record<string, Record<string, string>>> {
  const [kustomization] = parseObjects(
    await readFile(join(base, 'kustomization.yaml'), 'utf8'),
  ) as unknown as Kustomization[];
  const generated = kustomization?.configMapGenerator ?? [];
  const entries = generated.map(async ({ name, envs }) => {
    const files = envs.map((file) => readFile(join(base, file), 'utf8'));
    return [name, parseSettings((await Promise.all(files)).join('\n'))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const parseSettings = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
