import { expect, it } from '@jest/globals';
import { execa } from 'execa';
import { findFfmpeg } from './find-ffmpeg.ts';

it('without a setting, an ffmpeg that runs is found', async () => {
  const { stdout } = await execa(await findFfmpeg(undefined), ['-version']);
  expect(stdout).toMatch(/^ffmpeg version/);
});

it('the configured ffmpeg comes first', async () => {
  expect(await findFfmpeg('true')).toBe('true');
});

it.each(['/no/such/ffmpeg', 'false'])(
  'a configured ffmpeg that does not run is named: %s',
  async (path) => {
    await expect(findFfmpeg(path)).rejects.toMatchObject({
      kind: 'misconfigured',
      message: `FFMPEG_PATH is "${path}", which does not run. Set it to an ffmpeg binary, or remove it to use the installed one.`,
    });
  },
);
