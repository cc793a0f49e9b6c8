export type { ObjectStorage, PutOptions, StoredObject } from './types.ts';
