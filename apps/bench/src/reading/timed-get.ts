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

/** How long each of several runs takes, in ms; the first ones, which fill caches, do not count. */
export async function timesOf(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const warmUps = Math.ceil(runs / 10);
  const times: number[] = [];
  for (let run = 0; run < warmUps + runs; run += 1) {
    const startedAt = performance.now();
    await work();
    if (run >= warmUps) times.push(performance.now() - startedAt);
  }
  return times;
}
