/** A line of `libs/entities/src/migrations/index.ts`. */
export interface IndexEntry {
  /** In the folder of the index. */
  file: string;
  className: string;
}

export const readIndex = (text: string): IndexEntry[] =>
  [...text.matchAll(/^import \{ (\w+) \} from '\.\/([\w.-]+)';$/gm)].map(
    ([, className = '', file = '']) => ({ className, file }),
  );

const lineWidth = 100;

/** As Prettier writes it. */
export function indexText(entries: readonly IndexEntry[]): string {
  const imports = entries.map(({ className, file }) => `import { ${className} } from './${file}';`);
  const names = entries.map(({ className }) => className);
  const oneLine = `export const migrations = [${names.join(', ')}];`;
  const list =
    oneLine.length <= lineWidth
      ? oneLine
      : `export const migrations = [\n${names.map((name) => `  ${name},`).join('\n')}\n];`;
  return `${imports.join('\n')}\n\n/** In the order in which they run. */\n${list}\n`;
}
