import type * as client from '@prometheus-io/client';
import { createReading, type ReadingOptions } from './reading.ts';

/** As much of the client's package as is used. It is loaded only where somebody asks for metrics. */
export type Client = Pick<typeof client, 'Counter' | 'Gauge' | 'Histogram' | 'Registry'>;

type LabelValues<L extends string> = Readonly<Record<L, string>>;

/** One series of a gauge. */
export interface Sample<L extends string> {
  labels: LabelValues<L>;
  value: number;
}

interface Described<L extends string> {
  name: string;
  help: string;
  labels?: readonly L[];
}

interface Counter<L extends string> {
  inc(labels: LabelValues<L>, by?: number): void;
}

interface Histogram<L extends string> {
  observe(labels: LabelValues<L>, value: number): void;
}

/** Makes the metrics of one process. */
export interface Instruments {
  readonly registry: client.Registry;
  /** @param zeros series that are there before anything has happened, so that a first time is seen as an increase. */
  counter<L extends string = never>(
    described: Described<L> & { zeros?: readonly LabelValues<L>[] },
  ): Counter<L>;
  histogram<L extends string = never>(
    described: Described<L> & { buckets: readonly number[] },
  ): Histogram<L>;
  /**
   * A gauge whose series are read when somebody scrapes. Those that are not there any more go; one without labels that is
   * not known is NaN, which is neither above nor below anything.
   */
  gauge<L extends string = never>(
    described: Described<L>,
    read: () => readonly Sample<L>[] | Promise<readonly Sample<L>[]>,
  ): void;
  /** What is read of a server: shared by the gauges that show it, bounded in time, and never asked for twice at once. */
  reading<T>(options: Omit<ReadingOptions<T>, 'onTrouble'>): () => Promise<T | null>;
}

export function createInstruments({ Counter, Gauge, Histogram, Registry }: Client): Instruments {
  const registry = new Registry();
  const registers = [registry];

  const troubles = new Counter({
    name: 'memo_scrape_errors_total',
    help: 'Readings for a scrape that failed or did not come in time, by what was read. The gauges of it are then the last known ones, and after a minute gone.',
    labelNames: ['source'],
    registers,
  });

  return {
    registry,
    counter: ({ name, help, labels = [], zeros = [] }) => {
      const made = new Counter<string>({ name, help, labelNames: [...labels], registers });
      for (const zero of zeros) made.inc(zero, 0);
      return made;
    },
    histogram: ({ name, help, labels = [], buckets }) =>
      new Histogram<string>({
        ...{ name, help, labelNames: [...labels], registers },
        buckets: [...buckets],
      }),
    gauge: ({ name, help, labels = [] }, read) => {
      const made = new Gauge<string>({
        ...{ name, help, labelNames: [...labels], registers },
        collect: async () => {
          const samples = await read();
          made.reset();
          if (samples.length === 0 && labels.length === 0) made.set(NaN);
          for (const sample of samples) made.set(sample.labels, sample.value);
        },
      });
    },
    reading: (options) => {
      const { name: source } = options;
      troubles.inc({ source }, 0);
      return createReading({ ...options, onTrouble: () => troubles.inc({ source }) });
    },
  };
}
