import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { ObjectStorage } from '@memo/storage';
import { advice, ok, problem, type Finding } from '../diagnose.ts';
import { reasonOf } from '../../../reason-of.ts';

export interface AskStorage {
  storage: Pick<ObjectStorage, 'putText' | 'head' | 'get' | 'list' | 'delete' | 'presignGet'>;
  /** What keys begin with. */
  prefix: string;
  /** Whether apps reach the storage at another address than we do. */
  hasPublicEndpoint: boolean;
}

const answerWithinMs = 5_000;

/** Does everything Memo does in a bucket with an object of its own, and takes it away again. */
export async function askStorage(asked: AskStorage): Promise<Finding[]> {
  const { storage, prefix } = asked;
  const key = `${prefix}doctor/${randomUUID()}.txt`;
  const content = `memo doctor ${key}`;
  try {
    await storage.putText(key, content, 'text/plain');
  } catch (error) {
    // It may have been written, and not been answered.
    await storage.delete([key]).catch(() => undefined);
    return [problem(`${reasonOf(error)} (s3:PutObject)`)];
  }
  const steps = {
    's3:GetObject': () => readBack(storage, key, content),
    's3:ListBucket': () => findListed(storage, key),
  };
  const found: Finding[] = [];
  for (const [right, step] of Object.entries(steps)) {
    await step().catch((error: unknown) => found.push(problem(`${reasonOf(error)} (${right})`)));
  }
  if (found.length === 0) found.push(ok('Objects can be written, read and listed.'));
  found.push(await askAddress(asked, key, content));
  const gone = await storage.delete([key]).then(
    () => ok('Objects can be deleted.'),
    (error: unknown) => problem(`${reasonOf(error)} (s3:DeleteObject of ${key})`),
  );
  return [...found, gone];
}

async function readBack(
  storage: Pick<ObjectStorage, 'get'>,
  key: string,
  content: string,
): Promise<void> {
  if ((await buffer(await storage.get(key))).toString() === content) return;
  throw new Error(
    'What was read is not what was written. Look for a cache in front of the storage.',
  );
}

async function findListed(storage: Pick<ObjectStorage, 'list'>, key: string): Promise<void> {
  for await (const page of storage.list(key)) {
    if (page.some((listed) => listed.key === key)) return;
  }
  throw new Error(
    'An object that was written is not listed. Look for a cache in front of the storage.',
  );
}

/** What a player does with the address of a recording. */
async function askAddress(
  { storage, hasPublicEndpoint }: AskStorage,
  key: string,
  content: string,
): Promise<Finding> {
  const { url } = await storage.presignGet(key, {
    ...{ expiresInSeconds: 60, signedAt: new Date() },
    ...{ contentType: 'text/plain', contentDisposition: 'inline' },
  });
  const { host } = new URL(url);
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    if (answer.ok && (await answer.text()) === content) {
      return ok(`Presigned addresses are answered by ${host}.`);
    }
    return problem(
      `${host} answers ${answer.status} to a presigned address, and players will hear the same. Check S3_PUBLIC_ENDPOINT, the policy of the bucket, and what a proxy in front changes.`,
    );
  } catch (error) {
    const text = `${host} cannot be reached from here: ${reasonOf(error)}.`;
    return hasPublicEndpoint
      ? advice(`${text} That is as it should be where only apps reach S3_PUBLIC_ENDPOINT.`)
      : problem(`${text} Players are sent there: set S3_PUBLIC_ENDPOINT to an address they reach.`);
  }
}
