import { existsSync, readFileSync } from 'node:fs';

const STATUS = '/proc/self/status';

/** The most memory that this process has held since it began, in megabytes. */
export const peakMegabytes = (): number => {
  // On Linux the usual figure begins with that of the process that started this one.
  const kilobytes = existsSync(STATUS)
    ? Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))?.[1])
    : process.resourceUsage().maxRSS;
  return kilobytes / 1024;
};
