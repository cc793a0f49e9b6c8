import { expect, it } from '@jest/globals';
import { createReportReader } from './recording-report.ts';

it('a report names no more tracks than a studio records, however many a file claims', () => {
  const { report, onLine } = createReportReader();
  onLine("Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'forged.mov':");
  for (let track = 0; track < 1_000; track += 1) {
    onLine(`  Stream #0:${track}: Audio: aac (LC), 48000 Hz, 5.1(side), fltp`);
  }
  expect(report.streams).toBe(1_000);
  expect(report.tracks).toHaveLength(64);
  expect(report.tracks[0]).toEqual({ codec: 'aac', channels: 6, isWide: false });
});
