/** Its own types import files without their extension, which ES modules do not find. */
declare module 'dclint' {
  export class DCLinter {
    constructor(config: {
      rules: Record<string, 0 | 1 | 2>;
      quiet: boolean;
      debug: boolean;
      exclude: string[];
    });
    lintFiles(
      paths: string[],
      recursively: boolean,
    ): { messages: { rule: string; message: string; line: number }[] }[];
  }
}
