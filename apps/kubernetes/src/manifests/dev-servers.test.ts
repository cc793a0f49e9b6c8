import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { parseObjects, repository } from './objects.ts';
import { podsOf } from './pods.ts';

const read = (path: string) => readFile(join(repository, path), 'utf8');

it.each(['postgres', 'redis', 's3'])(
  'the %s of overlays/dev is that of docker-compose.yml',
  async (name) => {
    const { services } = parse(await read('docker-compose.yml'), { merge: true }) as {
      services: Record<string, { image: string }>;
    };
    const [pods] = podsOf(parseObjects(await read(`k8s/overlays/dev/services/${name}.yaml`)));
    expect(pods?.spec.containers.map(({ image }) => image)).toEqual([services[name]?.image]);
  },
);
