import type { Statement } from '@memo/entities';

/** What a statement that asks who sees a meeting has in its text. */
const asksWhoSees = /\bvisibility = '/;

/**
 * The tables of meetings that a statement reads several meetings of without asking which of them the reader sees. Nothing
 * where it names its meetings: whoever may name one was let in to it, or was given its id by a statement that asked.
 * @param tables those whose rows are meetings or of one.
 */
export function unseenIn(
  { text, includesPrivate }: Pick<Statement, 'text' | 'includesPrivate'>,
  tables: readonly string[],
): string[] {
  if (includesPrivate !== null || asksWhoSees.test(text)) return [];
  const read = [...text.matchAll(mentionOf(tables))].map(([, table = '', alias = table]) => ({
    table,
    alias,
  }));
  const names = new Set(read.flatMap(({ alias }) => [alias, '']));
  const isNamed = [...text.matchAll(named)].some(
    ([, optional, alias = '']) => optional === undefined && names.has(alias),
  );
  return isNamed ? [] : [...new Set(read.map(({ table }) => table))];
}

const notAnAlias =
  'SET|ON|WHERE|JOIN|LEFT|CROSS|USING|GROUP|ORDER|LIMIT|FOR|UNION|RETURNING|HAVING|OFFSET';

const mentionOf = (tables: readonly string[]): RegExp =>
  new RegExp(
    String.raw`(?:\b(?:FROM|JOIN|UPDATE|USING)\b|,)\s+(${tables.join('|')})\b(?!\s*\.)` +
      String.raw`(?:\s+(?:AS\s+)?(?!(?:${notAnAlias})\b)([a-z_]\w*))?`,
    'gi',
  );

/** A meeting, or something of one, is compared with a value; not where that may be left out. */
const named =
  /(\$\d+(?:::[\w ]+)? IS NULL OR )?(?:\b(\w+)\.)?\b(?:meeting_)?id = (?:ANY\s*\()?\$\d/gi;
