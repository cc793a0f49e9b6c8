import { readFile } from 'node:fs/promises';

const document = new URL('../../../../docs/operations.md', import.meta.url);

/**
 * What docs/operations.md has operators type into psql after a restore: the one SQL block there that names this table.
 * @throws Error when there is none, or more than one.
 */
export async function documentedStatement(table: string): Promise<string> {
  const blocks = (await readFile(document, 'utf8')).matchAll(/^ *```sql\n(.*?)^ *```$/gms);
  const found = [...blocks].map(([, text]) => text ?? '').filter((text) => text.includes(table));
  const [statement, ...others] = found;
  if (statement === undefined || others.length > 0) {
    throw new Error(`docs/operations.md has ${found.length} statements about ${table}, not one.`);
  }
  return statement;
}
