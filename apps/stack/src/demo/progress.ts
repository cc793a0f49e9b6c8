import { SingleBar } from 'cli-progress';
import type { Terminal } from '../terminal/terminal.ts';
import type { MeetingState } from './meeting.ts';

interface ProgressDisplay {
  show(state: Pick<MeetingState, 'progress'>): void;
  end(): void;
}

const stageNames: Readonly<Record<string, string>> = {
  prepare: 'Preparing the audio',
  transcribe: 'Recognizing speech',
  assemble: 'Assembling the transcript',
  summarize: 'Summarizing',
  analyze: 'Measuring talk time',
  sync: 'Finishing',
};
const nameWidth = Math.max(...Object.values(stageNames).map((name) => name.length));
const barWidth = 40;

/** A bar where it can be redrawn, otherwise one line a stage. */
export function createProgress(terminal: Terminal): ProgressDisplay {
  return terminal.isTTY ? bar(terminal) : lines(terminal);
}

function bar({ style: { colors } }: Terminal): ProgressDisplay {
  const single = new SingleBar({
    format: `  {stage} ${colors.cyan('{bar}')} {percentage}%{note}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: barWidth,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: true,
    // Ctrl-C is the stack's to handle.
    gracefulExit: false,
    stream: process.stdout,
  });
  single.start(100, 0, { stage: ' '.repeat(nameWidth), note: '' });
  return {
    show({ progress: { stage, percent, note } }) {
      const name = stageNames[stage] ?? stage;
      single.update(percent, {
        stage: name.padEnd(nameWidth),
        note: note === null ? '' : `  ${note}`,
      });
    },
    end: () => single.stop(),
  };
}

function lines({ print }: Terminal): ProgressDisplay {
  let last = '';
  return {
    show({ progress: { stage, note } }) {
      const line = `  ${stageNames[stage] ?? stage}${note === null ? '' : `: ${note}`}`;
      if (line !== last) print(line);
      last = line;
    },
    end: () => undefined,
  };
}
