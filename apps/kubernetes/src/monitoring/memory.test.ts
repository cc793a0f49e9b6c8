import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readBase, repository } from '../manifests/objects.ts';
import { mainContainer, podsOf } from '../manifests/pods.ts';
import { bytesOf } from '../manifests/quantity.ts';

interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

it('of every process somebody is told before its limit of memory ends it', async () => {
  const { groups } = parse(
    await readFile(join(repository, 'ops/prometheus/alerts.yml'), 'utf8'),
  ) as Rules;
  const rule = groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === 'MemoMemoryHigh');
  const bounds = [...(rule?.expr ?? '').matchAll(/job=~"([^"]+)"\} > (\S+)/g)].flatMap(
    ([, jobs = '', bytes]) => jobs.split('|').map((job) => [job, Number(bytes)] as const),
  );
  const pods = podsOf((await readBase()).map(({ object }) => object));
  const processes = pods.filter(({ kind }) => kind === 'Deployment');
  expect(bounds.map(([job]) => job).sort()).toEqual(
    processes.map(({ name }) => `memo-${name}`).sort(),
  );
  for (const one of processes) {
    const { limits } = mainContainer(one).resources ?? {};
    const bound = new Map(bounds).get(`memo-${one.name}`) ?? Infinity;
    expect([one.name, bound < bytesOf(limits?.memory)]).toEqual([one.name, true]);
  }
});
