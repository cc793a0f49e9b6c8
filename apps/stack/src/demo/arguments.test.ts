import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDemoArguments } from './arguments.ts';

describe('the arguments of the demo', () => {
  let directory: string;
  let recording: string;
  const read = (...args: string[]) =>
    parseDemoArguments(args, {
      sample: { title: 'Sample', recordings: [recording] },
      directory,
    });
  const parse = (...args: string[]) => {
    const parsed = read(...args);
    if ('help' in parsed) throw new Error('Nobody asked for help.');
    return parsed;
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'memo-arguments-'));
    recording = join(directory, 'Weekly call.m4a');
    await writeFile(recording, 'audio');
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('take the sample when no file is given', () => {
    expect(parse()).toEqual({ title: 'Sample', recordings: [recording], keep: false });
  });

  it('take one or two recordings, titled after the first', () => {
    expect(parse(recording, recording, '--keep')).toEqual({
      title: 'Weekly call',
      recordings: [recording, recording],
      keep: true,
    });
  });

  it('are relative to the directory of the person who asks', () => {
    expect(parse('Weekly call.m4a').recordings).toEqual([recording]);
  });

  it.each(['--help', '-h'])('say what they are when asked: %s', (option) => {
    expect(read(option)).toEqual({ help: expect.stringContaining('Usage: npm run demo') });
  });

  it.each([
    [['/no/such.mp3'], 'There is no file /no/such.mp3.'],
    [[tmpdir()], `${tmpdir()} is not a file.`],
    [['a', 'b', 'c'], 'A meeting has at most two recordings.'],
    [['--loud'], "Unknown option '--loud'."],
  ])('that are wrong are answered in one sentence: %j', (args, sentence) => {
    expect(() => parse(...args)).toThrow(sentence);
  });
});
