import { expect, it } from '@jest/globals';
import { metricsOf } from './promql.ts';
import { anchorsOf, read, readAlerts, readPanels, readScrapes } from './rules.ts';

const runbook = 'docs/runbook.md';

it('every alert has a heading of its own in the runbook, and no other alert stands there', async () => {
  const [alerts, anchors] = await Promise.all([readAlerts(), anchorsOf(runbook)]);
  expect(alerts.length).toBeGreaterThan(20);
  for (const { alert, annotations } of alerts) {
    expect(annotations.runbook).toBe(`${runbook}#${alert.toLowerCase()}`);
    expect(anchors).toContain(alert.toLowerCase());
  }
  const known = new Set(alerts.map(({ alert }) => alert.toLowerCase()));
  expect([...anchors].filter((anchor) => /^memo./.test(anchor) && !known.has(anchor))).toEqual([]);
});

it('every metric that the runbook names has a panel on the dashboard', async () => {
  const [panels, told] = await Promise.all([readPanels(), read(runbook)]);
  const shown = new Set(
    panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsOf(expr))),
  );
  const named = [...told.matchAll(/`((?:memo|nodejs|process)_[a-z\d_]+)\b/g)].map(
    ([, name = '']) => name,
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !shown.has(name))).toEqual([]);
});

it('says before all alerts who is told of one', async () => {
  const [before = ''] = (await read(runbook)).split('\n## ');
  expect(before).toMatch(/Nobody, until you say who.*Alertmanager/s);
});

it('the alerts have names of their own, and Prometheus reads their file', async () => {
  const alerts = await readAlerts();
  const names = alerts.map(({ alert }) => alert);
  expect(new Set(names).size).toBe(names.length);
  const { ruleFiles, jobs } = await readScrapes();
  expect(ruleFiles).toEqual(['alerts.yml']);
  expect(jobs.map(({ job, target }) => `${job} ${target}`)).toEqual([
    'memo-api api:9464',
    'memo-transcription-worker transcription-worker:9464',
    'memo-analytics-worker analytics-worker:9464',
    'memo-dashboard-sync-worker dashboard-sync-worker:9464',
  ]);
});
