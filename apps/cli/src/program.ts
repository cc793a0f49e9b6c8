import { toAppError } from '@memo/errors';
import { Command, CommanderError } from 'commander';

/** What a command found or did. */
export interface Answer {
  /** For people; without the last line's end. */
  text: string;
  /** The same for programs, under `--json`. */
  json: unknown;
  /** The command did its work and what it found is bad: exit code 1. */
  failed?: boolean;
}

export interface Output {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Whether a person watches `err`. */
  errIsTerminal?: boolean;
}

/** The command line as commands see it. */
export interface Program {
  /** Where a command adds itself. */
  root: Command;
  /** Does a command's work and prints its answer. */
  answer: (work: () => Promise<Answer>) => Promise<void>;
  /**
   * Says how far a long work is, over what it said before; only to a terminal. The answer takes its place.
   */
  progress: (message: string) => void;
  /** Says on the way what a person should know; not part of the answer. */
  note: (message: string) => void;
}

/** To the beginning of the line, and all behind it gone. */
const clearLine = '\r\u001b[K';

const succeeded = 0;
const failed = 1;
const misused = 2;

/**
 * `memo <command>` without its commands. `run` resolves to the exit code: 1 when the work failed, 2 when what was typed
 * is no command.
 */
export function createProgram({ out, err, errIsTerminal = false }: Output) {
  let code = succeeded;
  const root = new Command('memo')
    .description('Operates Memo, and helps to build it.')
    .option('--json', 'print the answer as one JSON document')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: out, writeErr: err })
    .showHelpAfterError('(npm run memo -- --help lists the commands)')
    .exitOverride();

  const inJson = (): boolean => root.opts<{ json?: true }>().json === true;
  const print = (document: unknown) => out(`${JSON.stringify(document, null, 2)}\n`);

  let progressShown = false;
  const progress = (message: string): void => {
    if (!errIsTerminal) return;
    err(`${clearLine}${message}`);
    progressShown = message !== '';
  };

  const program: Program = {
    root,
    progress,
    note: (message) => err(`${message}\n`),
    answer: async (work) => {
      const answer = await work().finally(() => {
        if (progressShown) progress('');
      });
      if (inJson()) print(answer.json);
      else out(`${answer.text}\n`);
      code = answer.failed === true ? failed : succeeded;
    },
  };

  async function run(words: readonly string[]): Promise<number> {
    try {
      await root.parseAsync(words, { from: 'user' });
      return code;
    } catch (error) {
      // Commander has said already what was wrong with the words, or printed the help it was asked for.
      if (error instanceof CommanderError) return error.exitCode === 0 ? succeeded : misused;
      const message = sentence(error);
      err(`${message}\n`);
      if (inJson()) print({ error: { kind: toAppError(error).kind, message } });
      return failed;
    }
  }

  return { program, run };
}

/** The person who runs commands operates the installation: errors that are not ours are named too. */
const sentence = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : String(error);
