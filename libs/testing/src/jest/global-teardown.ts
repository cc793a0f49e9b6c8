import type {} from './postgres-for-all.ts';

export default async function globalTeardown(): Promise<void> {
  await globalThis.memoPostgres?.close();
}
