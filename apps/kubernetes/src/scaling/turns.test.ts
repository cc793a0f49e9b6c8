import { describe, expect, it } from '@jest/globals';
import { createLine, createTurns, type Queue, type WaitingRun } from './turns.ts';

type Named = WaitingRun & { name: string };

const takeAll = (queue: Queue<Named>, runs: [name: string, workspace: string, stage: number][]) => {
  for (const [name, workspace, stage] of runs) queue.add({ name, workspace, stage });
  return runs.map(() => queue.take()?.name);
};

const waiting: [string, string, number][] = [
  ['a1', 'a', 0],
  ['a2', 'a', 0],
  ['a3', 'a', 1],
  ['b1', 'b', 0],
  ['c1', 'c', 0],
];

describe('runs that wait', () => {
  it('are taken by turns of workspaces, in each the latest stage first, then the oldest', () => {
    expect(takeAll(createTurns(), waiting)).toEqual(['a3', 'b1', 'c1', 'a1', 'a2']);
  });

  it('of those who were never served begin with the latest stage', () => {
    const runs: typeof waiting = [
      ['a1', 'a', 0],
      ['b1', 'b', 2],
    ];
    expect(takeAll(createTurns(), runs)).toEqual(['b1', 'a1']);
  });

  it('of a workspace that comes back wait for those who were served less lately', () => {
    const queue = createTurns<Named>();
    expect(takeAll(queue, [['a1', 'a', 0]])).toEqual(['a1']);
    expect(
      takeAll(queue, [
        ['a2', 'a', 1],
        ['b1', 'b', 0],
      ]),
    ).toEqual(['b1', 'a2']);
    expect([queue.take(), queue.size]).toEqual([null, 0]);
  });

  it('in a line are taken as they came', () => {
    expect(takeAll(createLine(), waiting)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1']);
  });
});
