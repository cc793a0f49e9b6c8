import type { Secrets } from './secrets.ts';

/** One file that a service of docker-compose.yml reads. */
export interface SecretFile {
  /** One for each reader, which sees no other. */
  folder: string;
  name: string;
  /** The user its reader runs as. */
  uid: number;
  text: string;
}

/** Users of the images: node and seaweed; postgres and redis; grafana. */
const uids = { node: 1000, seaweed: 1000, postgres: 999, redis: 999, grafana: 472 };

/** Names and addresses that the files have in common with docker-compose.yml. */
const bucket = 'memo';
const database = { host: 'postgres:5432', name: 'memo', owner: 'memo_owner', app: 'memo' };

/** What each service of docker-compose.yml gets to know. */
export function filesOf(secrets: Secrets): SecretFile[] {
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@${database.host}/${database.name}`;
  const databaseUrl = { DATABASE_URL: url(database.app, secrets.appPassword) };
  const owner = { DATABASE_OWNER_URL: url(database.owner, secrets.ownerPassword) };
  const redis = { REDIS_URL: `redis://:${secrets.redisPassword}@redis:6379` };
  const storage = {
    AWS_ACCESS_KEY_ID: secrets.s3AccessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.s3SecretAccessKey,
  };
  const signing = { JWT_SECRET: secrets.jwtSecret, AUDIT_KEY: secrets.auditKey };
  const board = { BULL_BOARD_USER: 'ops', BULL_BOARD_PASSWORD: secrets.bullBoardPassword };
  return [
    settings('api', { ...databaseUrl, ...redis, ...storage, ...signing, ...board }),
    settings('transcription-worker', { ...databaseUrl, ...redis, ...storage }),
    settings('analytics-worker', { ...databaseUrl, ...redis }),
    settings('dashboard-sync-worker', { ...databaseUrl, ...redis }),
    settings('memo', { ...databaseUrl, ...redis, ...storage, ...signing }),
    settings('migrate', { ...databaseUrl, ...owner }),
    settings('bucket', {
      AWS_ACCESS_KEY_ID: secrets.s3SetupAccessKeyId,
      AWS_SECRET_ACCESS_KEY: secrets.s3SetupSecretAccessKey,
    }),
    file('postgres', 'password', uids.postgres, secrets.postgresPassword),
    file('postgres', 'roles.sql', uids.postgres, rolesSql(database, secrets)),
    file('redis', 'redis.conf', uids.redis, `requirepass ${secrets.redisPassword}\n`),
    file('s3', 's3.json', uids.seaweed, `${JSON.stringify(identities(secrets), null, 2)}\n`),
    file('grafana', 'password', uids.grafana, secrets.grafanaPassword),
  ];
}

const file = (folder: string, name: string, uid: number, text: string): SecretFile => ({
  folder,
  name,
  uid,
  text,
});

const settings = (folder: string, values: Record<string, string>): SecretFile =>
  file(
    folder,
    'settings.env',
    uids.node,
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );

/** PostgreSQL's image runs it once, in an empty cluster. */
export function rolesSql(
  { name, owner, app }: { name: string; owner: string; app: string },
  { ownerPassword, appPassword }: Pick<Secrets, 'ownerPassword' | 'appPassword'>,
): string {
  return `CREATE ROLE ${owner} LOGIN PASSWORD '${ownerPassword}';
CREATE ROLE ${app} LOGIN PASSWORD '${appPassword}';
CREATE DATABASE ${name} OWNER ${owner};
REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO ${app};
`;
}

/** In the form that SeaweedFS reads. Whoever reads and writes objects cannot remove the bucket. */
function identities(secrets: Secrets): object {
  const identity = (name: string, keys: [string, string], actions: string[]) => ({
    name,
    credentials: [{ accessKey: keys[0], secretKey: keys[1] }],
    actions: actions.map((action) => `${action}:${bucket}`),
  });
  return {
    identities: [
      identity('setup', [secrets.s3SetupAccessKeyId, secrets.s3SetupSecretAccessKey], ['Admin']),
      identity(
        'memo',
        [secrets.s3AccessKeyId, secrets.s3SecretAccessKey],
        ['Read', 'Write', 'List'],
      ),
    ],
  };
}
