export interface Reader {
  url: string;
  authorization: string;
}

/** GETs a path of the API. @throws Error when the answer is not 200. */
export async function getJson<T>({ url, authorization }: Reader, path: string): Promise<T> {
  const response = await fetch(`${url}${path}`, { headers: { authorization } });
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

type Work = () => Promise<unknown>;

/**
 * How long two kinds of work take, in ms, in turns, so that whatever else the machine does falls on both. The first
 * runs, which fill caches, do not count.
 */
export async function timesInTurns(
  runs: number,
  first: Work,
  second: Work,
): Promise<{ first: number[]; second: number[] }> {
  const warmUps = Math.ceil(runs / 10);
  const times = { first: [] as number[], second: [] as number[] };
  for (let run = 0; run < warmUps + runs; run += 1) {
    const firstMs = await timeOf(first);
    const secondMs = await timeOf(second);
    if (run < warmUps) continue;
    times.first.push(firstMs);
    times.second.push(secondMs);
  }
  return times;
}

async function timeOf(work: Work): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
