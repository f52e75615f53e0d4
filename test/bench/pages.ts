import { startApi } from '#test/support/api.ts';
import { DEAREST, dearestOfWalk, type Page } from '#test/support/dearest.ts';
import { startEngine } from '#test/support/engine.ts';
import { LONGEST, MANY, writeLongest } from '#test/support/longest.ts';
import { textTable, verdict } from './text-table.ts';

const TARGET = 15;

const nameOf = ({ path, query = {} }: Page): string => {
  const asked = new URLSearchParams(
    Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
  );
  return Object.values(LONGEST)
    .reduce((text, name) => text.replace(name, '…'), `${path}${asked.size === 0 ? '' : `?${asked}`}`)
    .replace('/v1', '');
};

/** What the dearest page of every public route reads over the longest things that can be stored. */
export const pages = async (_: { quick: boolean }): Promise<string> => {
  const engine = await startEngine();
  const rows: (string | number)[][] = [];
  try {
    const api = await startApi({ engine, stream: false });
    await writeLongest(api);
    for (const page of Object.values(DEAREST).flat()) {
      const { units, queries, items, pages: walked } = await dearestOfWalk(api, page);
      rows.push([nameOf(page), walked, items, queries, units.toFixed(1), verdict(units, page.most ?? TARGET)]);
    }
  } finally {
    await engine.stop();
  }
  return [
    `Every text as long as its limit in letters of three bytes, every list full, ${MANY} of what stands in lists. The dearest of the`,
    `first pages of each walk, eventually consistent reads. Target: ${TARGET} RCU, 10 for a filter without a
partition of its own.`,
    '',
    textTable(['question', 'pages', 'items', 'reads', 'RCU', 'target'], rows),
  ].join('\n');
};
