import { appendFileSync, readFileSync } from 'node:fs';
import { addEventHandler } from 'jest-circus';
import { expect } from '@jest/globals';
let current = ''; let last = 0;
const cpu = () => { const f = readFileSync('/proc/self/stat','utf8').split(') ')[1].split(' '); return [11,12,13,14].map((i) => Number(f[i])/100); };
let before = cpu(); let t = Date.now();
addEventHandler((event: any) => {
  const path = (expect.getState() as any).testPath ?? '';
  if (event.name !== 'add_test' && event.name !== 'add_hook') return;
  if (path === current) return;
  const now = cpu();
  appendFileSync('/tmp/rep/cpu.log', JSON.stringify({ file: current, pid: process.pid, wall: (Date.now()-t)/1000, cpu: now.map((v, i) => v - before[i]) }) + '\n');
  current = path; before = now; t = Date.now();
});
process.on('exit', () => { const now = cpu(); appendFileSync('/tmp/rep/cpu.log', JSON.stringify({ file: current, pid: process.pid, wall: (Date.now()-t)/1000, cpu: now.map((v, i) => v - before[i]) }) + '\n'); });
