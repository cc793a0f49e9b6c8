import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { lastRelease } from './last-release.ts';

it('what npm run test:upgrade upgrades from is the last release that is kept', async () => {
  const kept = new URL('../../../../release/migrations.json', import.meta.url);
  const versions = Object.keys(JSON.parse(await readFile(kept, 'utf8')) as object);
  expect(versions.at(-1)).toBe(lastRelease.version);
});
