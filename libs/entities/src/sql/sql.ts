import type { OwnedTable } from './owned-tables.ts';

/** What stands in a statement between its words. */
type Token =
  | { kind: 'words'; words: string }
  | { kind: 'value'; name: string }
  | { kind: 'workspace' }
  | { kind: 'tenant'; table: OwnedTable; alias: string };

/**
 * A piece of SQL. `Tenanted` says whether it holds a tenant condition: only such a piece makes a statement over a
 * workspace's rows, so one that forgets its tenant does not compile.
 */
export interface Sql<Tenanted extends boolean = boolean> {
  tokens: readonly Token[];
  /** For the compiler alone. */
  tenanted?: Tenanted;
}

type Hole = Sql | string | number | false | undefined;

type HoldsTenant<H extends readonly Hole[]> = true extends {
  [K in keyof H]: H[K] extends Sql<true> ? true : false;
}[number]
  ? true
  : false;

/**
 * SQL with holes for values, tenant conditions and other pieces; a text in a hole is SQL too, never a value. `false` and
 * `undefined` leave a piece out.
 */
export function sql<H extends Hole[]>(
  words: TemplateStringsArray,
  ...holes: H
): Sql<HoldsTenant<H>> {
  return {
    tokens: words.flatMap((part, index): Token[] => {
      const before: Token = { kind: 'words', words: part };
      const hole = index < holes.length ? holes[index] : undefined;
      if (hole === undefined || hole === false) return [before];
      if (typeof hole === 'object') return [before, ...hole.tokens];
      return [before, { kind: 'words', words: String(hole) }];
    }),
  };
}

/** Pieces with a separator between them, such as conditions that may be there or not. */
export const joinSql = (pieces: readonly Hole[], separator: string): Sql<false> => ({
  tokens: pieces
    .filter((piece) => piece !== undefined && piece !== false)
    .flatMap((piece, index) => [
      ...(index === 0 ? [] : [{ kind: 'words' as const, words: separator }]),
      ...sql`${piece}`.tokens,
    ]),
});

export const valueToken = (name: string): Sql<false> => ({ tokens: [{ kind: 'value', name }] });

export const workspaceToken: Sql<true> = { tokens: [{ kind: 'workspace' }] };

export const tenantToken = (table: OwnedTable, alias: string): Sql<true> => ({
  tokens: [{ kind: 'tenant', table, alias }],
});
