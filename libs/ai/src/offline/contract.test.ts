import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Loaded before the tests: it opens this process's own streams once, which the check for leaks would count as theirs.
import 'execa';
import type { ScriptedTurn } from '@memo/testing/gemini';
import { describeRecognizer } from '../../test/recognizer-contract.ts';
import { leadInMs } from './lead-in.ts';
import { createOfflineRecognizer } from './recognizer.ts';

const leadInBytes = leadInMs * 32;

/** A time of the audio, as the engine prints it of the file that it is given. */
const inFile = (ms: number): string => ((ms + leadInMs) / 1000).toFixed(3);

/** A program that prints what was scripted, as the engine prints it, and notes how large each file was. */
async function startProgram() {
  const directory = await mkdtemp(join(tmpdir(), 'memo-offline-contract-'));
  const [command, output, log] = ['engine.sh', 'output', 'log'].map((name) =>
    join(directory, name),
  );
  const script = `#!/bin/sh\nwc -c < "$2" >> '${log}'\ncat '${output}'\n`;
  await Promise.all([writeFile(command ?? '', script, { mode: 0o755 }), writeFile(log ?? '', '')]);
  return {
    command: command ?? '',
    hear: (turns: ScriptedTurn[]) => {
      const lines = turns.flatMap(({ words = [] }) => [
        '<s> 0.000 0.050 0.999',
        ...words.map(({ text, startMs, endMs }) => {
          return `${text} ${inFile(startMs)} ${inFile(endMs)} 0.9`;
        }),
        '</s> 2.900 2.950 1.000000',
      ]);
      writeFileSync(output ?? '', `${lines.join('\n')}\n`);
    },
    get requests() {
      const sizes = readFileSync(log ?? '', 'utf8')
        .trim()
        .split('\n');
      return sizes.map((bytes) => ({ status: 200, bytes: Number(bytes) - leadInBytes }));
    },
    close: () => rm(directory, { recursive: true }),
  };
}

describeRecognizer<Awaited<ReturnType<typeof startProgram>>>({
  name: 'the offline engine',
  start: startProgram,
  recognizer: ({ command }) => createOfflineRecognizer({ command }),
  hear: (program, turns) => program.hear(turns),
  billed: null,
});
