import type * as jest from '@jest/globals';

/** What `@jest/globals` is in a test process; see load-typescript.ts. */
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } =
  globalThis as unknown as typeof jest;
