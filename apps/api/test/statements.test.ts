import { describeStatements } from '@memo/testing/statements';

await describeStatements('the API', new URL('../src/', import.meta.url));
