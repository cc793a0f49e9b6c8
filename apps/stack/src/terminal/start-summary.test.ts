import { expect, it } from '@jest/globals';
import pc from 'picocolors';
import { startSummary } from './start-summary.ts';

it('the start summary names every address, the password and the engine, in aligned columns within the width', () => {
  const text = startSummary(
    {
      stack: {
        apiUrl: 'http://127.0.0.1:8000',
        metricsUrls: ['http://127.0.0.1:9464/metrics', 'http://127.0.0.1:9465/metrics'],
        logDir: '/data/logs',
        bullBoard: { user: 'ops', password: 'sesame' },
      },
      dataDir: '.memo',
      ai: { provider: 'offline', description: 'A basic English engine. '.repeat(8) },
      chosenBy: ['SPEECH_PROVIDER'],
    },
    { width: 60, colors: pc.createColors(false) },
  );

  for (const part of [
    'http://127.0.0.1:8000/docs',
    '/admin/queues',
    'Metrics         http://127.0.0.1:9464/metrics',
    'http://127.0.0.1:9465/metrics',
    'ops',
    'sesame',
    'offline',
    'chosen by SPEECH',
  ]) {
    expect(text).toContain(part);
  }
  const rows = text.split('\n').filter((line) => line.startsWith('  '));
  expect(rows.every((row) => row.length <= 60 && /^.{17} \S/.test(row))).toBe(true);
});
