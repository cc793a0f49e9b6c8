import { describeStatements } from '@memo/testing/statements';

await describeStatements('the command line', new URL('../src/', import.meta.url));
