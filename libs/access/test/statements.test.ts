import { describeStatements } from '@memo/testing/statements';

await describeStatements('access', new URL('../src/', import.meta.url));
