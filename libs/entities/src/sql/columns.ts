/**
 * A column or parameter of a statement: PostgreSQL's name of its type, and the TypeScript type of its values as the
 * driver gives and takes them. `T` exists for the compiler alone.
 */
export interface Column<T> {
  pg: string;
  /** Phantom: no value is ever there. */
  type?: T;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

type ValueOf<C> = C extends Column<infer T> ? T : never;

/** The rows that a statement with these columns gives. */
export type RowOf<C extends Columns> = { -readonly [K in keyof C]: ValueOf<C[K]> };

const column = <T>(pg: string): Column<T> => ({ pg });

export const uuid = column<string>('uuid');
export const text = column<string>('text');
export const integer = column<number>('integer');
export const smallint = column<number>('smallint');
/** The driver gives a bigint as text: it may be beyond 2^53. */
export const bigint = column<string>('bigint');
export const float = column<number>('double precision');
export const boolean = column<boolean>('boolean');
export const timestamp = column<Date>('timestamp with time zone');

/** A text column whose values are known words: `words<MeetingStatus>()`. */
export const words = <T extends string>(): Column<T> => column<T>('text');

/** JSON in the form our own code wrote. As a parameter it is sent as JSON text. */
export const jsonb = <T>(): Column<T> => column<T>('jsonb');
export const json = <T>(): Column<T> => column<T>('json');

export const arrayOf = <T>({ pg }: Column<T>): Column<T[]> => column<T[]>(`${pg}[]`);

export const nullable = <T>({ pg }: Column<T>): Column<T | null> => column<T | null>(pg);
