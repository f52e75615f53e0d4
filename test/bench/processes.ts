import { readdir, readFile } from 'node:fs/promises';

export type Process = { pid: number; parent: number; name: string };

const TICKS_PER_SECOND = 100;

const processes = async (): Promise<Process[]> => {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found = await Promise.all(
    pids.map(async (pid): Promise<Process[]> => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const [, name, parent] = /\((.*)\) \S (\d+)/s.exec(text) ?? [];
      return name === undefined ? [] : [{ pid, parent: Number(parent), name }];
    }),
  );
  return found.flat();
};

/** A process and all that it has started. */
export const below = async (pid: number): Promise<Process[]> => {
  const all = await processes();
  const family = all.filter((each) => each.pid === pid);
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid));
  return family;
};

/** CPU time of a process with all its threads, in milliseconds, in steps of ten. */
export const cpuMsOf = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1_000) / TICKS_PER_SECOND;
};
