import { ownedTables } from './owned-tables.ts';
import type { Sql } from './sql.ts';

const owned = ownedTables.join('|');
const before = String.raw`(?:\b(?:FROM|JOIN|UPDATE|INTO|USING|ONLY|TABLE)\b|,)`;
const notAnAlias =
  'SET|ON|WHERE|JOIN|LEFT|RIGHT|INNER|CROSS|USING|GROUP|ORDER|LIMIT|FOR|VALUES|SELECT|UNION|RETURNING|DEFAULT|FULL|HAVING|OFFSET|NATURAL';

/** A table as it stands in a list of tables, with its alias. */
const plain = new RegExp(
  String.raw`${before}\s+(${owned})\b(?!\s*\.)(?:\s+(?:AS\s+)?(?!(?:${notAnAlias})\b)([a-z_]\w*))?`,
  'gi',
);

/** A table in a spelling that `plain` does not find: in quotes, in parentheses, with its schema. */
const disguised = new RegExp(
  String.raw`${before}\s*(?:\(\s*)+(?:${owned})\b(?!\s*[.,)])|\b(?:FROM|JOIN|UPDATE|INTO|ONLY|TABLE)\s*(?:\(\s*)+(?:${owned})\b(?!\s*\.)|"(?:${owned})"|\bpublic"?\s*\.\s*"?(?:${owned})\b`,
  'i',
);

/** What PostgreSQL does not read as names: comments, and text in quotes. */
const notRead = /--.*|\/\*[^]*?\*\/|'(?:[^']|'')*'/g;

/**
 * Every mention of an owned table needs a condition of its own, and every insert the workspace.
 * @throws Error when there are fewer than mentions, or a table is named so that it could be missed.
 */
export function refuseForgotten(name: string, { tokens }: Sql): void {
  const left = new Map<string, number>();
  for (const token of tokens) {
    const held = token.kind === 'tenant' ? `${token.table} ${token.alias}` : token.kind;
    left.set(held, (left.get(held) ?? 0) + 1);
  }
  const words = tokens
    .map((token) => (token.kind === 'words' ? token.words : ' '))
    .join('')
    .replace(notRead, ' ');
  const [hidden] = disguised.exec(words) ?? [];
  if (hidden !== undefined) {
    throw new Error(
      `${name}: "${hidden.trim()}" must be written plainly, without quotes, parentheses or schema.`,
    );
  }
  for (const [found, table = '', alias = table] of words.matchAll(plain)) {
    // A row to insert carries the workspace as a value.
    const inserted = /^INTO/i.test(found);
    const needed = inserted ? 'workspace' : `${table} ${alias}`.toLowerCase();
    const spare = left.get(needed) ?? 0;
    if (spare === 0) {
      const missing = inserted ? 'the workspace' : `own('${table}', '${alias}')`;
      throw new Error(`${name}: "${found.trim()}" needs ${missing} of its own.`);
    }
    left.set(needed, spare - 1);
  }
}
