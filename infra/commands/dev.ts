import { main } from '@ocop/local-aws';
import { reloadOnSave } from './reload-on-save.ts';
import { startProgram } from './start-program.ts';

await main({ ...startProgram, watch: reloadOnSave });
