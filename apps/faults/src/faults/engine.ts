import { setTimeout as delay } from 'node:timers/promises';
import type { Fault as EngineFault } from '@memo/testing/gemini';
import { endOf } from '../oracle/meetings.ts';
import { forSeconds, type Fault } from '../strike.ts';
import { wordIn } from '../system/engine.ts';
import { processOf } from '../system/process-of.ts';

const outage = { crashes: 'none', load: 'usual' } as const;

export const engineAway: Fault = {
  name: 'engine-away',
  promise: 'an engine that nobody reaches for three minutes fails no meeting',
  ...outage,
  strike: forSeconds(180, ({ gates }) => gates.engine.set('away')),
};

const spoilt: EngineFault[] = [
  { kind: 'overloaded' },
  { kind: 'internal' },
  { kind: 'rate_limited', retryDelayMs: 2_000 },
  { kind: 'truncated' },
  { kind: 'empty' },
  { kind: 'parts', parts: [{ text: '<html>' }] },
  { kind: 'lost_file' },
];

export const engineBusy: Fault = {
  name: 'engine-busy',
  promise:
    'refusals, rate limits and files that went cost time alone, and spoilt answers no more than a gap that is told',
  ...outage,
  mayLeaveGaps: true,
  strike: async ({ system: { engine } }) => {
    await delay(1_000);
    for (let times = 0; times < 2; times += 1) {
      for (const fault of spoilt) {
        engine.gemini.failNext(fault, 'transcribe');
        // Apart: an answer that is spoilt twice in a row is a gap that the transcript tells of.
        await delay(1_500);
      }
    }
  },
};

export const engineHangs: Fault = {
  name: 'engine-hangs',
  promise: 'an engine that takes questions and never answers is asked again when its time is over',
  ...outage,
  strike: async ({ system: { engine } }) => {
    await delay(1_000);
    for (let times = 0; times < 3; times += 1) engine.gemini.failNext({ kind: 'hang' });
    await delay(5_000);
  },
};

export const jobKillsWorkers: Fault = {
  name: 'job-kills-workers',
  promise:
    'a job that kills every worker that takes it ends FAILED, and can be tried again; its neighbours are done',
  crashes: 'allowed',
  load: 'usual',
  strike: async ({ system, client, problem, figure }) => {
    const recording = client.nextRecording(43.7);
    let kills = 0;
    const stop = system.gates.engine.watch(({ moment, body, clientPort }) => {
      if (moment !== 'sent' || wordIn(body) !== recording.word) return;
      const pid = processOf(clientPort, system.fleet.pidsOf('transcription-worker'));
      if (pid === undefined) return;
      kills += 1;
      process.kill(pid, 'SIGKILL');
    });
    const taken = await client.accepted(recording, await client.send(recording));
    if (taken === null) {
      problem('the recording that kills was refused');
      return;
    }
    const status = await endOf(system, taken.meetingId, 150_000);
    stop();
    if (status !== 'FAILED') problem(`the meeting of the job that kills is ${status}`);
    figure(`it killed ${kills} workers`);
    return { accepted: [taken], refused: 0 };
  },
};
