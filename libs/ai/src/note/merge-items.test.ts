import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeItems, type SectionItem } from './merge-items.ts';

const found = (section: number, id: number, due: string | null = null): SectionItem => ({
  section,
  item: {
    task: `Task ${id}`,
    assigned_to: null,
    due_date: due,
    segment_ids: [id],
    quote: `words ${id}`,
  },
});

it('tasks that are one and the same become one that rests on all their segments', () => {
  const items = [found(0, 1, 'Monday'), found(1, 20), found(2, 300, 'Friday'), found(2, 301)];
  expect(mergeItems(items, [[2, 0]])).toEqual([
    { ...items[0]?.item, segment_ids: [1, 300], due_date: 'Friday' },
    items[1]?.item,
    items[3]?.item,
  ]);
});

it('a task that is merged keeps its segments in reading order, whatever their ids', () => {
  const merged = mergeItems([found(0, 9), found(1, 2)], [[0, 1]]);
  expect(merged.map(({ segment_ids: ids }) => ids)).toEqual([[9, 2]]);
});

it('whatever a model groups, no segment that a task rests on is lost and none of one section is merged', () => {
  const items = Array.from({ length: 12 }, (_, id) => found(Math.floor(id / 4), id));
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: -2, max: 14 }))), (groups) => {
      const merged = mergeItems(items, groups);
      const ids = merged.flatMap(({ segment_ids: segmentIds }) => segmentIds);
      expect(ids.toSorted((a, b) => a - b)).toEqual(items.map((_, id) => id));
      for (const { segment_ids: rests } of merged) {
        expect(new Set(rests.map((id) => Math.floor(id / 4))).size).toBe(rests.length);
      }
    }),
  );
});
