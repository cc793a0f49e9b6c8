/**
 * The column for each row, no column twice, that makes the sum of what they share the largest (the Hungarian method).
 * A row without a column gets one beyond the last.
 */
export function assign(shared: readonly (readonly number[])[]): number[] {
  const size = Math.max(shared.length, ...shared.map((row) => row.length), 0);
  const cost = (row: number, column: number) => -(shared[row - 1]?.[column - 1] ?? 0);
  const rowPotential = new Array<number>(size + 1).fill(0);
  const columnPotential = new Array<number>(size + 1).fill(0);
  /** Row assigned to each column; 0 is none. Column 0 holds the row being placed. */
  const rowOf = new Array<number>(size + 1).fill(0);

  for (let row = 1; row <= size; row += 1) {
    const { path, end } = shortestPath(row);
    for (let column = end; column !== 0;) {
      const before = path[column] ?? 0;
      rowOf[column] = rowOf[before] ?? 0;
      column = before;
    }
  }

  function shortestPath(row: number): { path: number[]; end: number } {
    const slack = new Array<number>(size + 1).fill(Infinity);
    const path = new Array<number>(size + 1).fill(0);
    const visited = new Set<number>();
    rowOf[0] = row;
    let column = 0;
    while (rowOf[column] !== 0) {
      visited.add(column);
      const from = rowOf[column] ?? 0;
      let next = { column: 0, delta: Infinity };
      for (let other = 1; other <= size; other += 1) {
        if (visited.has(other)) continue;
        const reduced =
          cost(from, other) - (rowPotential[from] ?? 0) - (columnPotential[other] ?? 0);
        if (reduced < (slack[other] ?? Infinity)) {
          slack[other] = reduced;
          path[other] = column;
        }
        const delta = slack[other] ?? Infinity;
        if (delta < next.delta) next = { column: other, delta };
      }
      for (let other = 0; other <= size; other += 1) {
        if (visited.has(other)) {
          const holder = rowOf[other] ?? 0;
          rowPotential[holder] = (rowPotential[holder] ?? 0) + next.delta;
          columnPotential[other] = (columnPotential[other] ?? 0) - next.delta;
        } else slack[other] = (slack[other] ?? 0) - next.delta;
      }
      column = next.column;
    }
    return { path, end: column };
  }

  const columns = new Array<number>(shared.length).fill(-1);
  for (const [column, row] of rowOf.entries()) {
    if (column > 0 && row >= 1 && row <= shared.length) columns[row - 1] = column - 1;
  }
  return columns;
}
