import type { SupportedItem } from './check-note.ts';

export interface SectionItem {
  /** The section it was found in. */
  section: number;
  item: SupportedItem;
}

/**
 * The items of all sections, in order. Those a model called one and the same become one, with the segments of all;
 * owner and date are the last that were said. Two items of one section are never taken for one: they were told apart
 * by who read the words themselves.
 *
 * @param groups positions in `found`; what no group names stays as it is.
 */
export function mergeItems(found: SectionItem[], groups: readonly number[][]): SupportedItem[] {
  const merged = new Set<number>();
  const items = new Map(found.map(({ item }, position) => [position, item]));
  for (const group of groups) {
    const positions = [...new Set(group)].sort((a, b) => a - b);
    let into: number | null = null;
    const sections = new Set<number>();
    for (const position of positions) {
      const section = found[position]?.section;
      if (section === undefined || merged.has(position) || sections.has(section)) continue;
      sections.add(section);
      merged.add(position);
      const [kept, same] = [items.get(into ?? position), items.get(position)];
      if (into === null || kept === undefined || same === undefined) {
        into = position;
        continue;
      }
      items.set(into, asOne(kept, same));
      items.delete(position);
    }
  }
  return [...items.values()];
}

function asOne(first: SupportedItem, later: SupportedItem): SupportedItem {
  return {
    ...first,
    assigned_to: later.assigned_to ?? first.assigned_to,
    due_date: later.due_date ?? first.due_date,
    // Sections are in reading order and share no segment, so one after the other is in reading order, too. Sorting by id
    // would not be: ids say nothing about order.
    segment_ids: [...first.segment_ids, ...later.segment_ids],
  };
}
