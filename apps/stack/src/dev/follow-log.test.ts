import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@memo/testing';
import { followLog } from './follow-log.ts';

describe('a followed log', () => {
  let path: string;
  let lines: string[];
  const follow = () => followLog(path, (line) => lines.push(line));

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'memo-follow-')), 'api.log');
    lines = [];
  });
  afterEach(() => rm(join(path, '..'), { recursive: true }));

  it('hands on whole lines that are added, and none from before', async () => {
    await writeFile(path, 'old\n');
    const log = await follow();
    await appendFile(path, 'first\nsec');
    await waitFor('the first line', () => lines.length === 1);
    await appendFile(path, 'ond\n');
    await waitFor('the second line', () => lines.length === 2);
    await log.close();
    expect(lines).toEqual(['first', 'second']);
  });

  it('may be made later, and hands on at its close what was written last', async () => {
    const log = await follow();
    await writeFile(path, 'one\nhalf');
    await log.close();
    expect(lines).toEqual(['one', 'half']);
  });

  it('is read from its beginning when it was emptied', async () => {
    await writeFile(path, 'a long line from before\n');
    const log = await follow();
    await writeFile(path, 'new\n');
    await waitFor('the new line', () => lines.length === 1);
    await log.close();
    expect(lines).toEqual(['new']);
  });
});
