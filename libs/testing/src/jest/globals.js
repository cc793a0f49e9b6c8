export const { describe, it, test, expect, beforeAll, afterAll, beforeEach, afterEach } = globalThis;
