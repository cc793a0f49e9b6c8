import { register } from 'tsx/esm/api';

/** Jest imports this file as it stands; what it needs is TypeScript that Node cannot run by leaving types out. */
export default async function globalSetup(): Promise<void> {
  const unregister = register();
  const { startForAll } = await import('./postgres-for-all.ts');
  await startForAll();
  await unregister();
}
