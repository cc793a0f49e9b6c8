import pc from 'picocolors';

/** How to write for the terminal at hand. */
export interface Style {
  /** Characters a line may have. */
  width: number;
  colors: ReturnType<typeof pc.createColors>;
}

export interface Terminal {
  style: Style;
  /** Whether a person is watching, so that a line may be redrawn. */
  isTTY: boolean;
  print: (text?: string) => void;
  /** A warning: on stderr, so that it is not taken for output. */
  warn: (text: string) => void;
}

const maxWidth = 100;

export function createTerminal(): Terminal {
  const { isTTY, columns } = process.stdout;
  const colors = pc.createColors(isTTY && pc.isColorSupported);
  return {
    isTTY,
    style: { width: Math.min(maxWidth, isTTY ? columns : maxWidth), colors },
    print: (text = '') => console.log(text),
    warn: (text) => console.error(colors.yellow(text)),
  };
}
