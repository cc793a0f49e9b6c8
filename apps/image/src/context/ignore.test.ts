import { describe, expect, it } from '@jest/globals';
import { parseIgnore } from './ignore.ts';

describe('a .dockerignore', () => {
  const ignores = parseIgnore(`# a comment
*
!apps
!.npmrc
**/test
apps/bench/*
!apps/bench/package.json
`);

  it.each(['.env', 'docs/a.md', 'apps/api/test/a.ts', 'apps/bench/src/main.ts', 'test'])(
    'leaves out %s',
    (path) => {
      expect(ignores(path)).toBe(true);
    },
  );

  it.each(['.npmrc', 'apps/api/src/main.ts', 'apps/bench/package.json', 'apps/api/src/tests.ts'])(
    'keeps %s',
    (path) => {
      expect(ignores(path)).toBe(false);
    },
  );
});
