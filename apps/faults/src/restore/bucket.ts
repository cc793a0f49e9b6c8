import type { createS3Storage } from '@memo/storage';

type Bucket = ReturnType<typeof createS3Storage>;

/** Copies what is not there yet, and takes nothing away: as `aws s3 sync` does without --delete. */
export async function syncBucket(from: Bucket, to: Bucket): Promise<number> {
  const there = new Set(await to.listKeys(''));
  let copied = 0;
  for await (const page of from.list('')) {
    for (const { key } of page) {
      if (there.has(key)) continue;
      const body = await from.get(key).catch(() => null);
      // It was deleted since it was listed.
      if (body === null) continue;
      await to.put(key, body, { contentType: 'application/octet-stream' });
      copied += 1;
    }
  }
  return copied;
}
