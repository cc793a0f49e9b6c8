import { Redis } from 'ioredis';
import { clockFinding } from '../clock.ts';
import { advice, notAsked, ok, problem, type Finding } from '../diagnose.ts';

const answerWithinMs = 4_000;
const oldest = [6, 2] as const;

export interface AskRedis {
  url: string;
  /** Workers that are connected to each queue; null where this server does not tell. */
  workers: () => Promise<Readonly<Record<string, number | null>>>;
}

/** What BullMQ asks of a Redis, and what is lost with one that keeps nothing. */
export async function askRedis({ url, workers }: AskRedis): Promise<Finding[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: answerWithinMs,
    commandTimeout: answerWithinMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason: Error | undefined;
  redis.on('error', (error) => (reason ??= error));
  try {
    await redis.connect();
    const beforeMs = Date.now();
    const [seconds, micros] = await redis.time();
    const theirMs = Number(seconds) * 1_000 + Number(micros) / 1_000;
    const clock = clockFinding('Redis', theirMs, { beforeMs, afterMs: Date.now() });
    const info = readInfo(await redis.info());
    return [...aboutServer(info), ...aboutWorkers(await workers()), clock];
  } catch (error) {
    // What is thrown says that the connection is closed; why was told before.
    throw reason ?? error;
  } finally {
    redis.disconnect();
  }
}

const readInfo = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('\r\n').flatMap((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );

function aboutServer(info: ReadonlyMap<string, string>): Finding[] {
  const version = info.get('redis_version') ?? 'of a version it does not tell';
  const found = [ok(`Redis ${version} answers.`)];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    found.push(problem(`Redis ${version} is too old: Memo needs ${oldest.join('.')} or newer.`));
  }
  if (info.get('cluster_enabled') === '1') {
    found.push(
      problem('This Redis is a cluster, over which the queues do not run. Give a single server.'),
    );
  }
  const policy = info.get('maxmemory_policy');
  if (policy === undefined) {
    found.push(notAsked('Redis does not tell what it drops when it is full (maxmemory-policy).'));
  } else if (policy !== 'noeviction') {
    found.push(
      problem(
        `Redis drops what it pleases when it is full (maxmemory-policy ${policy}), queues too. Set maxmemory-policy to noeviction.`,
      ),
    );
  }
  if (info.get('aof_enabled') !== '1') {
    found.push(
      advice(
        'Redis keeps no append-only file: with a restart go sign-ins under way and counted requests; queues are filled again from the database. Set appendonly to yes.',
      ),
    );
  }
  return found;
}

function aboutWorkers(workers: Readonly<Record<string, number | null>>): Finding[] {
  const untold = Object.values(workers).some((count) => count === null);
  if (untold) return [notAsked('Redis does not tell which workers are connected.')];
  return Object.entries(workers).map(([queue, count]) =>
    count === 0
      ? advice(`No worker is connected to the queue ${queue}: what waits there waits on.`)
      : ok(`${count ?? 0} connected to the queue ${queue}.`),
  );
}
