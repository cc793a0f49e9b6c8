import type { DataSource } from 'typeorm';
import { sealJournal } from '../src/seal.ts';

/** Seals until nothing is left, however much there is. */
export async function sealAll(dataSource: DataSource): Promise<void> {
  while ((await sealJournal(dataSource)) > 0);
}
