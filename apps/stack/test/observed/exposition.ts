/** What is exposed under one name: its labels, each with the values that were seen. */
export type Series = ReadonlyMap<string, ReadonlySet<string>>;
export type Exposed = ReadonlyMap<string, Series>;

/** Labels that Prometheus adds to whatever it scrapes, with their values. */
export type Target = Readonly<Record<'job' | 'instance', string>>;

export interface Scrape {
  target: Target;
  /** In Prometheus' text format. */
  text: string;
}

const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** All that these scrapes hold, as Prometheus would have it, with what it says itself of a scrape. */
export function readExposed(scrapes: readonly Scrape[]): Exposed {
  const exposed = new Map<string, Map<string, Set<string>>>();
  const note = (name: string, labels: Readonly<Record<string, string>>): void => {
    const series = exposed.get(name) ?? new Map<string, Set<string>>();
    exposed.set(name, series);
    for (const [key, value] of Object.entries(labels)) {
      series.set(key, (series.get(key) ?? new Set()).add(value));
    }
  };
  for (const { target, text } of scrapes) {
    note('up', { ...target });
    for (const line of text.split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const [, name, labels = ''] = sample.exec(line) ?? [];
      if (name === undefined) throw new Error(`This is no sample: ${line}`);
      const own = [...labels.matchAll(label)].map(([, key = '', value = '']) => [key, value]);
      note(name, { ...(Object.fromEntries(own) as Record<string, string>), ...target });
    }
  }
  return exposed;
}
