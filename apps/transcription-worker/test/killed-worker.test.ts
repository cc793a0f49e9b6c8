import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildTone, waitFor } from '@memo/testing';
import { answerNote } from '@memo/testing/gemini';
import { plainEnvironment, startProcess } from '@memo/testing/processes';
import { startBackend, type Backend } from './backend.ts';
import { meetingsOn } from './worker-fixture.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
  backend.gemini.onGenerate(answerNote({ summary: 'They met.' }));
});
afterAll(() => backend.close());

/** A worker as a process of its own. */
async function startWorkerProcess() {
  const main = new URL('../src/main.ts', import.meta.url);
  const environment = { ...plainEnvironment(), ...backend.settings };
  const worker = startProcess({ main, environment });
  await worker.said(({ message }) => message === 'Taking jobs' || undefined);
  return worker;
}

it('a worker that is killed in mid-transcription costs time, and the question it was waiting for', async () => {
  const { process: begin, runs, settled, asked } = meetingsOn(backend);
  let killed = false;
  backend.gemini.onTranscribe(async () => {
    // The second question is never answered: its worker is dead by then.
    if (asked('transcribe') > 1) {
      await waitFor('the kill', () => killed, { timeoutMs: 60_000 });
    }
    return [{ text: 'Here I am.', startMs: 100, endMs: 900 }];
  });

  await using first = await startWorkerProcess();
  const meeting = await begin([buildTone(1.5), buildTone(2, 220)]);
  const transcribing = async () =>
    (await runs(meeting)).filter(({ stage }) => stage === 'transcribe');
  await waitFor('one side to be answered, and the other to be asked about', async () => {
    const states = (await transcribing()).map(({ status }) => status);
    return asked('transcribe') === 2 && states.includes('succeeded') && states.includes('running');
  });
  process.kill(first.pid, 'SIGKILL');
  killed = true;
  await using second = await startWorkerProcess();

  const ended = await settled(meeting, { timeoutMs: 60_000 });
  expect(ended).toMatchObject({ status: 'COMPLETED', error: null });
  expect((await transcribing()).map(({ epoch }) => epoch).sort()).toEqual([1, 2]);
  // Two sides, and one of them again: what was answered is not asked twice.
  expect(asked('transcribe')).toBe(3);
  expect(second.pid).not.toBe(first.pid);
}, 120_000);
