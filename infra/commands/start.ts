import { main } from '@ocop/local-aws';
import { startProgram } from './start-program.ts';

await main(startProgram);
