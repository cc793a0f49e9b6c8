import { AppError } from '@memo/errors';
import { describe, expect, it } from '@jest/globals';
import { createProgram, type Answer, type Program } from './program.ts';

/** A command line with one command, and what it printed. */
async function type(
  words: string[],
  work: (program: Program) => Promise<Answer>,
  errIsTerminal = false,
) {
  const said = { out: '', err: '' };
  const { program, run } = createProgram({
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    errIsTerminal,
  });
  program.root
    .command('greet')
    .argument('<name>', 'whom')
    .action(() => program.answer(() => work(program)));
  return { code: await run(words), ...said };
}

const greeting = () => Promise.resolve({ text: 'Good day.', json: { greeted: true } });
const refusal = () => Promise.reject(new AppError('not_found', 'There is nobody of that name.'));

describe('the command line', () => {
  it('prints what a command answers', async () => {
    expect(await type(['greet', 'Ann'], greeting)).toEqual({
      code: 0,
      out: 'Good day.\n',
      err: '',
    });
  });

  it.each([[['--json', 'greet', 'Ann']], [['greet', 'Ann', '--json']]])(
    'prints one JSON document when asked to: %j',
    async (words) => {
      const { code, out } = await type(words, greeting);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual({ greeted: true });
    },
  );

  it('ends with 1 when what was found is bad', async () => {
    const bad = () => Promise.resolve({ text: 'Bad.', json: {}, failed: true });
    expect(await type(['greet', 'Ann'], bad)).toMatchObject({ code: 1, out: 'Bad.\n' });
  });

  it('says how far it is to a terminal alone, and leaves nothing of it behind', async () => {
    const slow = ({ progress }: Program) => {
      progress('1 of 2');
      return greeting();
    };
    const answered = { code: 0, out: 'Good day.\n' };
    expect(await type(['greet', 'Ann'], slow)).toEqual({ ...answered, err: '' });
    const err = '\r\u001b[K1 of 2\r\u001b[K';
    expect(await type(['greet', 'Ann'], slow, true)).toEqual({ ...answered, err });
  });

  it('says in a sentence why it failed, and ends with 1', async () => {
    expect(await type(['greet', 'Ann'], refusal)).toEqual({
      code: 1,
      out: '',
      err: 'There is nobody of that name.\n',
    });
  });

  it('says so as JSON too', async () => {
    const { code, out } = await type(['greet', 'Ann', '--json'], refusal);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      error: { kind: 'not_found', message: 'There is nobody of that name.' },
    });
  });

  it.each([
    [[], /Usage: memo/],
    [['wave'], /unknown command 'wave'/],
    [['greet'], /missing required argument 'name'/],
    [['greet', 'Ann', 'Ben'], /too many arguments/],
    [['greet', 'Ann', '--loud'], /unknown option '--loud'/],
  ])('ends with 2 and says why when it was typed wrong: %j', async (words, why) => {
    const { code, out, err } = await type(words, greeting);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(why);
  });

  it.each([[['--help']], [['greet', '--help']]])('explains itself: %j', async (words) => {
    const { code, out } = await type(words, greeting);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: memo[^]*--json/);
  });
});
