import { DockerfileError } from './dockerfile-error.ts';

/** A text with its variables put in. Docker takes one that is not there for nothing; here it is a mistake. */
export const expand = (
  text: string,
  variables: Readonly<Record<string, string>>,
  line: number,
): string =>
  text.replaceAll(/\$\{(\w+)\}|\$(\w+)/g, (written, braced?: string, bare?: string) => {
    const value = variables[braced ?? bare ?? ''];
    if (value === undefined) throw new DockerfileError(line, `${written} is not set`);
    return value;
  });
