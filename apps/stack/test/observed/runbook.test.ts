import { expect, it } from '@jest/globals';
import { anchorsOf, readAlerts, readScrapes } from './rules.ts';

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
