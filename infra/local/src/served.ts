import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './durable-file.ts';
import type { LocalFunction } from './template.ts';

export type Environment = Record<string, string>;

/** The completed steps of a data folder: `<step>.json`, with data about each. The caller chooses the names of steps. */
export type DoneSteps = {
  has: (step: string) => boolean;
  add: (step: string, about: object) => Promise<void>;
};

/** A system with loaded functions that serves no requests yet. */
export type ServedSystem = {
  /** The environment for programs that use this system: see `environmentOf`. */
  environment: Environment;
  /** Whether the buckets are on this machine. */
  servesObjects: boolean;
  done: DoneSteps;
  log: (line: string) => void;
};

/** A system that serves requests, whose parts can be replaced. */
export type RunningSystem = {
  /** The functions of the template: the name of the resource, the folder of its bundle, and whether a route leads to it. */
  functions: readonly (Pick<LocalFunction, 'name' | 'codeDir'> & { servesRequests: boolean })[];
  /** Replaces the bundle of a function; rejects, and changes nothing, when the new one does not load. */
  reload: (functionName: string, codeDir: string) => Promise<void>;
  /**
   * Serves the functions and routes of another cloud assembly, and returns its functions. Returns undefined, and changes
   * nothing, when it differs in what is only created at a start: tables, buckets, events, environments and the like.
   */
  reassemble: (outDir: string) => Promise<RunningSystem['functions'] | undefined>;
  log: (line: string) => void;
};

export const openDoneSteps = (dataDir: string): DoneSteps => {
  const pathOf = (step: string): string => join(dataDir, `${step}.json`);
  return {
    has: (step) => existsSync(pathOf(step)),
    add: (step, about) => replaceFile(pathOf(step), JSON.stringify(about)),
  };
};

/** The given variables, and each variable of the template's functions that has one value in all functions that have it. */
export const environmentOf = (functions: readonly LocalFunction[], given: Environment): Environment => {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of functions.flatMap(({ environment }) => Object.entries(environment))) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  const common = [...values].flatMap(([name, found]) => (found.size === 1 ? [[name, [...found].join()]] : []));
  return { ...Object.fromEntries(common), ...given };
};

const localSystemPath = (dataDir: string): string => join(dataDir, 'local-system.json');

/** Publishes the addresses of the system for other programs on this machine while it runs. */
export const announce = (dataDir: string, system: { url: string; environment: Environment }): Promise<void> =>
  replaceFile(localSystemPath(dataDir), `${JSON.stringify(system, null, 2)}\n`);

export const withdrawAnnouncement = (dataDir: string): Promise<void> => rm(localSystemPath(dataDir), { force: true });
