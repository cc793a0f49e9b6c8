/** What the last release has: its code runs on these tables while and after a new migration runs. */
export interface Released {
  version: string;
  versions: readonly string[];
  tables: ReadonlySet<string>;
  /** Unique and primary keys by name: statements name their columns in ON CONFLICT. */
  keys: ReadonlySet<string>;
  /** Whether a column has a default once the migrations have run. */
  hasDefault: (table: string, column: string) => boolean;
}

/** Breaks: the running release fails. Locks: it waits for as long as the table is large. */
export interface Problem {
  kind: 'breaks' | 'locks' | 'form';
  text: string;
}

export const breaks = (text: string, { version }: Released): Problem => ({
  kind: 'breaks',
  text: `${text}, which the code of ${version} may use. Release code that does without it first; then say so in the migration: contracts = { since: '<that release>', because: '…' } (docs/adr/0019)`,
});
export const locks = (text: string): Problem => ({ kind: 'locks', text });
export const form = (text: string): Problem => ({ kind: 'form', text });
