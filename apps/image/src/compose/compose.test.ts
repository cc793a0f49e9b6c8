import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import { DCLinter } from 'dclint';
import { parse } from 'yaml';
import { targets } from '../check/check-dockerfile.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { parseCompose, readCompose, type ComposeFile, type Service } from './compose-file.ts';

const repository = join(import.meta.dirname, '../../../..');
const path = join(repository, 'docker-compose.yml');
const overrides = ['ops/compose/local-ai.yml', 'ops/compose/observability.yml'];

/** Run to their end, and are waited for. */
const oneShots = ['secrets', 'migrate', 'bucket', 'memo', 'smoke'];
/** Their images have no program that could ask. */
const unasked = ['otel-collector', 'traces'];

let text: string;
let file: ComposeFile;
let all: [string, Service][];
let isValid: ValidateFunction;
beforeAll(async () => {
  text = await readFile(path, 'utf8');
  file = await readCompose(path);
  all = Object.entries(file.services);
  isValid = await compileSchema();
});

/** The specification's own schema (Apache-2.0), which the linter brings along. */
async function compileSchema(): Promise<ValidateFunction> {
  const manifest = createRequire(import.meta.url).resolve('dclint/package.json');
  const schema = await readFile(join(dirname(manifest), 'schemas/compose.schema.json'), 'utf8');
  const options = { strict: false, validateFormats: false, validateSchema: false };
  // Its dialect is named in a way that ajv does not know: draft 7, ajv's own.
  const parsed: AnySchemaObject = JSON.parse(schema) as AnySchemaObject;
  delete parsed.$schema;
  return new Ajv(options).compile(parsed);
}

const services = (wanted: (service: Service, name: string) => boolean): string[] =>
  all.filter(([name, service]) => wanted(service, name)).map(([name]) => name);

describe('docker-compose.yml', () => {
  it('is valid by the Compose specification, and what is put over it too', async () => {
    for (const one of ['docker-compose.yml', ...overrides]) {
      isValid(await readCompose(join(repository, one)));
      expect({ one, errors: isValid.errors }).toEqual({ one, errors: null });
    }
  });

  it.each([
    ['restart: unless-stopped', 'restrat: unless-stopped'],
    ['condition: service_healthy', 'condition: healthy'],
    ['cap_drop: [ALL]', 'cap_drop: ALL'],
  ])('is not, with %s written as %s', (line, changed) => {
    expect(isValid(parseCompose(text.replaceAll(line, changed)))).toBe(false);
  });

  it('has nothing that the linter objects to', () => {
    // Services stand in the order in which they start, with words between them; comments say more than an order of keys.
    const off = [
      ...['services-alphabetical-order', 'service-keys-order', 'service-ports-alphabetical-order'],
      ...['service-dependencies-alphabetical-order', 'top-level-properties-order'],
      ...['no-build-and-image', 'service-container-name-regex'],
    ];
    const rules = Object.fromEntries(off.map((name) => [name, 0 as const]));
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    const [result] = linter.lintFiles([path], false);
    expect(result?.messages ?? []).toEqual([]);
  });

  it('lets no container write, gain rights, or take the machine', () => {
    const may = services(
      (service) =>
        service.read_only !== true ||
        service.privileged !== undefined ||
        service.cap_drop?.join() !== 'ALL' ||
        service.security_opt?.join() !== 'no-new-privileges:true',
    );
    expect(may).toEqual([]);
    expect(services(({ cap_add }) => cap_add !== undefined)).toEqual(['secrets']);
    const unlimited = services(({ deploy }) => {
      const { cpus, memory, pids } = deploy?.resources.limits ?? {};
      return cpus === undefined || memory === undefined || pids === undefined;
    });
    expect(unlimited).toEqual([]);
  });

  it('gives no container root, but the one that gives files to their readers, without a network', () => {
    expect(services(({ user }) => user === '0:0')).toEqual(['secrets']);
    expect(file.services.secrets?.network_mode).toBe('none');
  });

  it('publishes what apps and operators need, to this machine alone', () => {
    const published = all.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([
      ['s3', '127.0.0.1:8333:8333'],
      ['api', '127.0.0.1:${PORT:-8000}:8000'],
      ['prometheus', '127.0.0.1:9090:9090'],
      ['grafana', '127.0.0.1:3000:3000'],
    ]);
  });

  it('lets processes reach what they use, and the way out those alone that need it', () => {
    const internal = Object.entries(file.networks).filter(([, network]) => network?.internal);
    expect(internal.map(([name]) => name)).toEqual(['data', 'storage', 'watching']);
    const on = (network: string) => services(({ networks = [] }) => networks.includes(network));
    expect(on('outside')).toEqual([
      'api',
      'transcription-worker',
      'dashboard-sync-worker',
      'memo',
      'speech',
    ]);
    expect(on('storage')).toEqual(['s3', 'bucket', 'api', 'transcription-worker', 'memo']);
    expect(file.services.postgres?.networks).toEqual(['data']);
    expect(file.services.redis?.networks).toEqual(['data']);
  });

  it('builds every target of the Dockerfile, and names the version of every other image', () => {
    const built = all.flatMap(([, { build }]) => (build === undefined ? [] : [build.target]));
    expect([...new Set(built)].sort()).toEqual([...targets].sort());
    const loose = services(
      ({ image }) => image !== undefined && !/:v?\d+\.\d+[\w.-]*$/.test(image),
    );
    expect(loose).toEqual([]);
  });

  it('asks every service whether it lives, and starts it again', () => {
    const goOn = services((_service, name) => !oneShots.includes(name));
    const asked = services(({ healthcheck, build }) => (healthcheck ?? build) !== undefined);
    expect(goOn.filter((name) => !asked.includes(name))).toEqual(unasked);
    expect(goOn.filter((name) => file.services[name]?.restart !== 'unless-stopped')).toEqual([]);
  });

  it('starts processes when there are tables and a bucket, and servers when there are secrets', () => {
    const completed = { condition: 'service_completed_successfully' };
    const healthy = { condition: 'service_healthy' };
    for (const name of targets.filter((target) => target !== 'memo')) {
      expect([name, file.services[name]?.depends_on]).toEqual([
        name,
        { migrate: completed, bucket: completed, redis: healthy },
      ]);
    }
    for (const name of ['postgres', 'redis', 's3']) {
      expect([name, file.services[name]?.depends_on]).toEqual([name, { secrets: completed }]);
    }
    expect(file.services.migrate?.depends_on).toEqual({ postgres: healthy });
    expect(file.services.bucket?.depends_on).toEqual({ s3: healthy });
  });

  it('shows each service its own secrets and those of no other', () => {
    const mounts = all.flatMap(([name, { volumes = [] }]) =>
      volumes.filter((volume) => volume.startsWith('secrets')).map((volume) => ({ name, volume })),
    );
    const foreign = mounts.filter(
      ({ name, volume }) => name !== 'secrets' && !volume.startsWith(`secrets-${name}:`),
    );
    expect(foreign).toEqual([]);
    expect(
      mounts.filter(({ name, volume }) => name !== 'secrets' && !volume.endsWith(':ro')),
    ).toEqual([]);
  });

  it('starts each process as its image does, with its own settings read first', async () => {
    const { stages } = parseDockerfile(await readFile(join(repository, 'Dockerfile'), 'utf8'));
    const settings = '--env-file=/run/memo/settings.env';
    for (const { name, instructions } of stages.filter((stage) => targets.includes(stage.name))) {
      const words = (kind: 'cmd' | 'entrypoint') =>
        instructions.flatMap((one) => (one.kind === kind ? one.words : []));
      const image = name === 'memo' ? words('entrypoint') : words('cmd');
      const { entrypoint, command } = file.services[name] ?? {};
      const node = image.indexOf('node') + 1;
      expect(name === 'memo' ? entrypoint : command).toEqual(image.toSpliced(node, 0, settings));
    }
  });

  it('has every process tell its metrics at the port of its image, which is where Prometheus asks', async () => {
    const { stages } = parseDockerfile(await readFile(join(repository, 'Dockerfile'), 'utf8'));
    const processes = targets.filter((target) => target !== 'memo');
    const listens = stages.flatMap(({ name, instructions }) =>
      name !== 'runtime'
        ? []
        : instructions.flatMap((one) => (one.kind === 'env' ? one.values.METRICS_PORT : [])),
    );
    const { scrape_configs: asked } = parse(
      await readFile(join(repository, 'ops/prometheus/prometheus.yml'), 'utf8'),
    ) as { scrape_configs: { static_configs: { targets: string[] }[] }[] };
    const places = asked.flatMap((job) => job.static_configs.flatMap((one) => one.targets));
    expect(places.sort()).toEqual(processes.map((name) => `${name}:${listens.join()}`).sort());
    const exposed = stages
      .filter(({ name }) => processes.includes(name))
      .map(({ name, instructions }) => [
        name,
        instructions.flatMap((one) => (one.kind === 'expose' ? one.ports : [])).at(-1),
      ]);
    expect(exposed).toEqual(processes.map((name) => [name, listens.join()]));
  });

  it('keeps what must outlive a container in volumes that it declares', () => {
    const named = all.flatMap(([, { volumes = [] }]) =>
      volumes.flatMap((volume) => /^([\w-]+):/.exec(volume)?.[1] ?? []),
    );
    expect([...new Set(named)].sort()).toEqual(Object.keys(file.volumes).sort());
  });

  it('mounts what is in the repository', () => {
    const mounted = all.flatMap(([, { volumes = [] }]) =>
      volumes.flatMap((volume) => /^(\.\/[^:]+):/.exec(volume)?.[1] ?? []),
    );
    expect(mounted.filter((folder) => !existsSync(join(repository, folder)))).toEqual([]);
  });

  it('has Redis keep its queues', () => {
    const { command = [] } = file.services.redis ?? {};
    const option = (name: string) => command[command.indexOf(name) + 1];
    expect(['--appendonly', '--appendfsync', '--maxmemory-policy'].map(option)).toEqual([
      ...['yes', 'everysec', 'noeviction'],
    ]);
  });
});
