import { languages } from './languages.ts';
import { people } from './people.ts';
import { projects } from './projects.ts';
import { sales } from './sales.ts';

/** What a trap does: says something that its words do not hold, or turns round what they say. */
export type Trap = 'link' | 'number' | 'date' | 'name' | 'negation' | 'amount' | 'party';

/** The facts of which a note keeps none that was not said. */
export const facts: readonly Trap[] = ['link', 'number', 'date', 'name'];

export interface NoteClaim {
  statement: string;
  /** Null for one that is true. */
  trap: Trap | null;
  /** What was said, all of it cited. */
  said: { speaker: string; text: string }[];
  /** Words of it. */
  quote: string;
  /** Rules may be made by the one half, and are scored on the other. */
  half: 'made' | 'scored';
}

/**
 * Statements with the words that they rest on, in blocks of what was said ("Anna: …"), what is true of it ("+ …") and what
 * is not ("- trap: …"). The quote is the whole line that has most words in common. Every other block is in the other half.
 */
export function noteClaims(): NoteClaim[] {
  const blocks = [sales, projects, people, languages].flatMap((text) => text.trim().split('\n\n'));
  return blocks.flatMap((block, at): NoteClaim[] => {
    const lines = block.split('\n');
    const said = lines.flatMap((line) => {
      const { speaker, text } = /^(?<speaker>[\p{L}]+): (?<text>.+)$/u.exec(line)?.groups ?? {};
      return speaker === undefined || text === undefined ? [] : [{ speaker, text }];
    });
    const half = at % 2 === 0 ? 'made' : 'scored';
    return lines.flatMap((line): NoteClaim[] => {
      const { kind, statement } =
        /^(?:\+|- (?<kind>\w+):) (?<statement>.+)$/u.exec(line)?.groups ?? {};
      if (statement === undefined) return [];
      const trap = (kind ?? null) as Trap | null;
      const [first] = said.toSorted(
        (a, b) => shared(statement, b.text) - shared(statement, a.text),
      );
      return [{ statement, trap, said, quote: first?.text ?? '', half }];
    });
  });
}

const beginnings = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/\p{L}{3,}|\d+/gu) ?? []).map((word) => word.slice(0, 5)));

const shared = (statement: string, text: string): number =>
  beginnings(statement).intersection(beginnings(text)).size;
