import { describeStatements } from '@memo/testing/statements';

await describeStatements('the analytics worker', new URL('../src/', import.meta.url));
