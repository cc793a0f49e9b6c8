import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ScaledObject, TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { stages, type Stage, type StageRun } from '@memo/entities';
import { queueNames, requestCatalog } from '@memo/jobs';
import { stageQueues } from '@memo/pipeline';
import {
  buildAccount,
  buildMeeting,
  buildRun,
  createTestDatabase,
  type TestDatabase,
} from '@memo/testing';
import { readBase, readBaseSettings } from '../manifests/objects.ts';

const objects = (await readBase()).map(({ object }) => object);
const scalers = objects.filter((object) => ScaledObject.is(object));
const settings = await readBaseSettings();

/** All that KEDA's postgresql scaler takes; what is misspelt it does not see. */
const known = new Set([
  ...['query', 'targetQueryValue', 'activationTargetQueryValue', 'connectionFromEnv'],
  ...['host', 'port', 'userName', 'dbName', 'sslmode', 'passwordFromEnv'],
]);

const triggerOf = (scaler: (typeof scalers)[number]) => {
  const [trigger, ...others] = scaler.spec.triggers;
  if (trigger === undefined || others.length > 0) throw new Error('There is to be one trigger.');
  return trigger;
};

let database: TestDatabase;
let owner: Awaited<ReturnType<typeof buildAccount>>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = await buildAccount(database.dataSource.manager);
});
afterAll(() => database.close());
beforeEach(() => database.dataSource.query('DELETE FROM meetings'));

/** What KEDA gets to know: the one value of the one row. */
async function asked(scaler: (typeof scalers)[number]): Promise<number> {
  const rows = await database.dataSource.query<Record<string, unknown>[]>(
    triggerOf(scaler).metadata.query ?? '',
  );
  expect(rows.map((row) => Object.keys(row).length)).toEqual([1]);
  return Number(Object.values(rows[0] ?? {})[0]);
}

type State = Partial<Pick<StageRun, 'status' | 'dueAt' | 'leaseUntil'>>;

async function put(stage: Stage, run: State = {}): Promise<void> {
  const { manager } = database.dataSource;
  await buildRun(manager, await buildMeeting(manager, owner, { recordingKeys: [] }), stage, run);
}

const stagesOf = (worker: string): Stage[] =>
  stages.filter((stage) => `${stageQueues[stage]}-worker` === worker);

describe.each(scalers.map((scaler) => [scaler.spec.scaleTargetRef.name, scaler] as const))(
  'the scaler of the %s',
  (worker, scaler) => {
    it('hears 0 where there is nothing, and what waits and is at work of its own stages', async () => {
      expect(await asked(scaler)).toBe(0);
      const minute = (from: number) => new Date(Date.now() + from * 60_000);
      for (const stage of stages) {
        await put(stage);
        await put(stage, { dueAt: minute(60) });
        await put(stage, { status: 'running', leaseUntil: minute(1) });
        await put(stage, { status: 'running', leaseUntil: minute(-1) });
        await put(stage, { status: 'succeeded' });
        await put(stage, { status: 'failed' });
      }
      const own = stagesOf(worker);
      expect(own.length).toBeGreaterThan(0);
      expect(await asked(scaler)).toBe(3 * own.length);
    });

    it('is told in words that KEDA knows, and how to sign in', () => {
      const { type, metadata, authenticationRef } = triggerOf(scaler);
      expect(type).toBe('postgresql');
      expect(Object.keys(metadata).filter((key) => !known.has(key))).toEqual([]);
      const [authentication] = objects.filter((object) => TriggerAuthentication.is(object));
      expect(authentication?.metadata.name).toBe(authenticationRef?.name);
      expect(authentication?.spec.secretTargetRef?.map(({ parameter }) => parameter)).toEqual([
        'connection',
      ]);
    });

    it('wants a pod for as many runs as one has at work', () => {
      expect(triggerOf(scaler).metadata.targetQueryValue).toBe(
        settings[`${worker}-settings`]?.WORKER_CONCURRENCY,
      );
      expect(triggerOf(scaler).metricType).toBe('AverageValue');
    });

    it('keeps the pods that there are while the database does not answer', () => {
      expect(scaler.spec.fallback).toMatchObject({ behavior: 'currentReplicasIfHigher' });
      // With none KEDA would take the last pod away.
      expect(scaler.spec.fallback?.replicas).toBeGreaterThan(0);
    });

    it('leaves no pod where nothing is lost by it: requests over the queue are in no ledger', () => {
      const answered = Object.values(requestCatalog).some(
        ({ queue }) => `${queue}-worker` === worker,
      );
      expect(scaler.spec.minReplicaCount).toBe(answered ? 1 : 0);
    });
  },
);

it('every queue has a scaler', () => {
  const scaled = scalers.map(({ spec }) => spec.scaleTargetRef.name);
  expect(scaled.sort()).toEqual(queueNames.map((queue) => `${queue}-worker`).sort());
});
