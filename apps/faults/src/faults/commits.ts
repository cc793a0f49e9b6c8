/** Whether what is said to PostgreSQL commits something: the end of a transaction, or a stage's end in one statement. */
export const commits = (said: Buffer): boolean =>
  said.includes('COMMIT') || said.includes('pipeline.end_');
