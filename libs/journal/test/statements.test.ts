import { describeStatements } from '@memo/testing/statements';

await describeStatements('the journal', new URL('../src/', import.meta.url));
