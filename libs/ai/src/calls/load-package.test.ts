import { describe, expect, it } from '@jest/globals';
import { loadPackage } from './load-package.ts';

describe('loadPackage', () => {
  it('names the package that could not be loaded and what to do about it', async () => {
    const missing = 'a-package-that-is-not-there';
    await expect(loadPackage(missing, () => import(missing))).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'package_missing',
      message: expect.stringMatching(/a-package-that-is-not-there could not be loaded.*npm ci/),
    });
  });
});
