/** Something in a Dockerfile that is wrong, or that is not executed here. */
export class DockerfileError extends Error {
  constructor(line: number, what: string) {
    super(`Dockerfile, line ${line}: ${what}`);
  }
}
