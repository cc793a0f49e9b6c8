import { posix } from 'node:path';

/** Whether a file, named from the context on, is left out. */
export type Ignore = (path: string) => boolean;

/** The rules of a `.dockerignore`: the last that fits decides, and what is below a folder that fits goes with it. */
export function parseIgnore(text: string): Ignore {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const keeps = line.startsWith('!');
      return { keeps, pattern: patternOf(keeps ? line.slice(1) : line) };
    });
  return (path) => {
    const names = path.split('/');
    const itAndAbove = names.map((_, index) => names.slice(0, index + 1).join('/'));
    const last = rules.findLast(({ pattern }) => itAndAbove.some((folder) => pattern.test(folder)));
    return last !== undefined && !last.keeps;
  };
}

/** Unlike a shell's, its `*` takes names that begin with a dot, too. */
function patternOf(line: string): RegExp {
  const parts = posix
    .normalize(line)
    .replace(/^\/|\/$/g, '')
    .split(/(\*\*\/|\*\*|\*|\?)/);
  const wild: Record<string, string> = {
    '**/': '(?:.*/)?',
    '**': '.*',
    '*': '[^/]*',
    '?': '[^/]',
  };
  return new RegExp(`^${parts.map((part) => wild[part] ?? RegExp.escape(part)).join('')}$`);
}
