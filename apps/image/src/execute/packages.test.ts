import { describe, expect, it } from '@jest/globals';
import { packagesOf } from './packages.ts';

describe('a RUN that installs Debian packages', () => {
  it('is known by its form', () => {
    const command =
      'apt-get update && apt-get install -y --no-install-recommends ffmpeg fonts-noto-core && rm -rf /var/lib/apt/lists/*';
    expect(packagesOf(command)).toEqual(['ffmpeg', 'fonts-noto-core']);
    expect(packagesOf('node apps/build/src/main.ts')).toBeNull();
  });

  it.each([
    'apt-get install -y ffmpeg',
    'apt-get update && apt-get install -y --no-install-recommends ffmpeg',
    'apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/* && curl x | sh',
    'dpkg -i ./some.deb',
  ])('in another form is refused, and not taken for done: %s', (command) => {
    expect(() => packagesOf(command)).toThrow('in one form alone');
  });
});
