import { describe, expect, it } from '@jest/globals';
import { checkSettings, loadAuditConfig, loadSmokeConfig } from '@memo/config';
import { CronJob, Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { readBase, readBaseSettings } from './objects.ts';
import { mainContainer, podsNamed, podsOf } from './pods.ts';
import { sampleOf, settingsOf } from './settings.ts';

const objects = (await readBase()).map(({ object }) => object);
const pods = podsOf(objects);
const maps = await readBaseSettings();
const container = mainContainer(podsNamed('operate', pods));
const given = settingsOf(container, maps);

it('the migrations may take as long as they take: an index of a large table is built for hours', () => {
  const [job] = objects.filter((object) => Job.is(object));
  expect(job?.spec?.activeDeadlineSeconds).toBeUndefined();
});

describe('the pod of an operator\u2019s command', () => {
  it('is made by nobody but the operator, runs once, and is cleared away', () => {
    const [cron] = objects.filter((object) => CronJob.is(object));
    const { suspend, jobTemplate } = cron?.spec ?? {};
    expect([suspend, jobTemplate?.spec?.backoffLimit]).toEqual([true, 0]);
    expect(jobTemplate?.spec?.ttlSecondsAfterFinished).toBeGreaterThan(0);
  });

  it('has every setting and secret that a process has, and asks what that one asks', () => {
    const processes = pods.filter(({ kind }) => kind === 'Deployment').map(mainContainer);
    expect(processes).toHaveLength(4);
    for (const { plain, secrets } of processes.map((one) => settingsOf(one, maps))) {
      expect(Object.keys(given.plain)).toEqual(expect.arrayContaining(Object.keys(plain)));
      expect(given.secrets).toMatchObject(secrets);
    }
    const filled = {
      ...given.plain,
      ...Object.fromEntries(Object.keys(given.secrets).map((name) => [name, sampleOf(name)])),
      MAIL_FROM: 'memo@example.com',
      SMOKE_EMAIL: 'smoke@example.com',
    };
    expect(() => {
      checkSettings(filled, undefined);
      loadSmokeConfig(filled);
    }).not.toThrow();
    expect(loadAuditConfig(filled).audit.secrets).not.toBeNull();
  });

  it('finds PostgreSQL, Redis and what is asked by HTTPS', () => {
    const labels = podsNamed('operate', pods).labels;
    const leading = objects.flatMap((object) => {
      if (!NetworkPolicy.is(object) || object.spec?.egress === undefined) return [];
      const { matchLabels = {}, matchExpressions = [] } = object.spec.podSelector ?? {};
      const isMeant =
        Object.entries(matchLabels).every(([label, value]) => labels[label] === value) &&
        matchExpressions.every(({ key, values = [] }) => values.includes(labels[key] ?? ''));
      return isMeant ? [object.metadata.name] : [];
    });
    expect(leading.sort()).toEqual(['database', 'https', 'names', 'queues']);
  });
});
