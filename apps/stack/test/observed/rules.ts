import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const repository = join(import.meta.dirname, '../../../..');
export const read = (path: string): Promise<string> => readFile(join(repository, path), 'utf8');

/** Unknown fields fail, as they do in Prometheus. */
const rulesSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string(),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({
            summary: z.string(),
            description: z.string(),
            runbook: z.string(),
          }),
        }),
      ),
    }),
  ),
});

export type Alert = z.output<typeof rulesSchema>['groups'][number]['rules'][number];

export async function readAlerts(): Promise<Alert[]> {
  const { groups } = rulesSchema.parse(parse(await read('ops/prometheus/alerts.yml')));
  return groups.flatMap(({ rules }) => rules);
}

const scrapesSchema = z.object({
  rule_files: z.array(z.string()),
  scrape_configs: z.array(
    z.object({
      job_name: z.string(),
      static_configs: z.array(z.object({ targets: z.array(z.string()).length(1) })).length(1),
    }),
  ),
});

/** What Prometheus is to scrape: its jobs, and where. */
export async function readScrapes() {
  const settings = scrapesSchema.parse(parse(await read('ops/prometheus/prometheus.yml')));
  return {
    ruleFiles: settings.rule_files,
    jobs: settings.scrape_configs.map(({ job_name: job, static_configs: configs }) => ({
      job,
      target: configs[0]?.targets[0] ?? '',
    })),
  };
}

const panelSchema = z.object({
  title: z.string(),
  type: z.string(),
  targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
});

export type Panel = z.output<typeof panelSchema>;

export async function readPanels(): Promise<Panel[]> {
  const dashboard = z.object({ panels: z.array(panelSchema) });
  return dashboard.parse(JSON.parse(await read('ops/grafana/memo.json'))).panels;
}

/** The anchors of a Markdown file's headings, as GitHub makes them. */
export async function anchorsOf(path: string): Promise<Set<string>> {
  const headings = (await read(path)).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  );
}
