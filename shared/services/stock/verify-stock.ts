// Verifies over a whole table that every stock level follows from its ledger, every availability row from sales point
// and level, and every shelf row from product and level. It runs beside a system in use, so items that change while
// they are read are checked again.
import { setTimeout as pause } from 'node:timers/promises';
import { pendingVersion } from '#shared/data/pending-work/pending-work-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { availabilityRow } from '#shared/data/stock/availability-row.ts';
import { headPart, loadShelfParts, stockPart } from '#shared/data/stock/shelf-row.ts';
import {
  type FoundRow,
  findEntries,
  findEntry,
  findLevel,
  findLevels,
  findRow,
  rowText,
  stockInTable,
  type VisibleRow,
} from '#shared/data/stock/verification-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import { createReader, type Reader } from '#shared/data/table/reader.ts';
import { curveKey } from '#shared/domain/places/geo.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { LedgerEntry } from '#shared/domain/stock/ledger.ts';
import {
  contentHashDifferences,
  type Difference,
  otherSideOf,
  partsOf,
  type Recorded,
  replayDifferences,
  type Side,
  transferDifferences,
} from '#shared/domain/stock/replay.ts';
import type { StockLevel } from '#shared/domain/stock/stock-level.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import type { TableSettings } from '#shared/platform/env.ts';

const POINTS_AT_ONCE = 2;
/** A read of many items can observe a part of a transaction, so only faults of every attempt are reported. */
const LOOKS = 3;
const PAUSE_MS = 25;

/**
 * The result. `unhashed` is the number of ledger entries without a content hash; `unjudged` lists items that changed in
 * every attempt.
 */
export type Proof = {
  points: number;
  levels: number;
  lines: number;
  unhashed: number;
  differences: number;
  unjudged: number;
};

type Finding = { point: string; product: string; difference: Difference | 'unjudged' };

const UNREADABLE: Pick<Difference, 'expected' | 'found'> = { expected: 'a document', found: 'something else' };

type Placed = Side & { sk: string; isHashed: boolean };
type Ledger = { byProduct: Map<string, Placed[]>; faults: Finding[]; lines: number; unhashed: number };

/** The product of an entry; '-' if there are several. */
const productOf = ({ lines }: LedgerEntry): string => {
  const products = new Set(lines.map(({ product }) => product));
  return products.size === 1 ? [...products].join() : '-';
};

const ledgerOf = async (reader: Reader, point: string): Promise<Ledger> => {
  const ledger: Ledger = { byProduct: new Map(), faults: [], lines: 0, unhashed: 0 };
  const fault = (product: string, difference: Difference): unknown =>
    ledger.faults.push({ point, product, difference });
  let request = '';
  let applied = new Set<number>();
  for await (const { sk, keyHash, entry, content } of findEntries(reader, point)) {
    if (keyHash !== request) {
      request = keyHash;
      applied = new Set();
    }
    if (!entry) {
      fault('-', { what: `ledger entry ${sk}`, ...UNREADABLE });
      continue;
    }
    const isHashed = content !== 'missing';
    if (!isHashed) ledger.unhashed += 1;
    if (content === 'changed')
      fault(productOf(entry), {
        what: `ledger entry ${sk}: content`,
        expected: 'as it was written',
        found: 'changed',
      });
    for (const line of entry.lines) {
      ledger.lines += 1;
      const lines = ledger.byProduct.get(line.product);
      if (lines) lines.push({ entry, line, sk, isHashed });
      else ledger.byProduct.set(line.product, [{ entry, line, sk, isHashed }]);
      if (line.kind === 'discrepancy') continue;
      if (applied.has(line.line)) {
        fault(line.product, {
          what: `ledger line ${line.sequence}: line ${line.line} of its request`,
          expected: 'once',
          found: 'another',
        });
      }
      applied.add(line.line);
    }
  }
  return ledger;
};

/** The other sides of all transfers, by the point and sort key of their entries. */
const otherSidesOf = async (reader: Reader, { byProduct }: Ledger): Promise<Map<string, LedgerEntry | undefined>> => {
  const wanted = new Map<string, { point: string; sk: string }>();
  for (const { line, sk } of [...byProduct.values()].flat())
    if (line.counterpart !== undefined) wanted.set(`${line.counterpart} ${sk}`, { point: line.counterpart, sk });
  const found = new Map<string, LedgerEntry | undefined>();
  await forEachConcurrent([...wanted], async ([name, { point, sk }]) => {
    found.set(name, await findEntry(reader, point, sk));
  });
  return found;
};

const ledgerDifferences = (
  stored: StockLevel,
  movements: readonly Placed[],
  others: Map<string, LedgerEntry | undefined>,
): Difference[] => {
  const transfers: Difference[] = [];
  const recorded = movements.map((side): Recorded => {
    const { line, entry, sk } = side;
    const known: Recorded = { line, at: entry.at };
    if (line.counterpart === undefined) return known;
    const entryThere = others.get(`${line.counterpart} ${sk}`);
    const other = otherSideOf(side, entryThere);
    if (!other || !entryThere) {
      const what = `ledger line ${line.sequence}: other side at ${line.counterpart}`;
      transfers.push({ what, expected: `line ${line.line} of the request`, found: 'none' });
      return { ...known, parts: line.applied ? line.lots : undefined };
    }
    if (line.kind === 'transfer-in') return { ...known, parts: partsOf(other) };
    transfers.push(...transferDifferences(side, { entry: entryThere, line: other }));
    return known;
  });
  return [...replayDifferences(stored, recorded), ...transfers];
};

const loadPoint = async (reader: Reader, id: string): Promise<Stored<SalesPoint> | undefined> =>
  loadDocument(reader, salesPointKind, id, { consistent: true });

const rowDifferences = (point: Stored<SalesPoint>, level: StockLevel, row: FoundRow): Difference[] => {
  const expected = availabilityRow(point.value, level).card;
  const what = 'availability row';
  if (row.card === expected) {
    if (row.pointVersion <= point.version) return [];
    return [
      { what: `${what}: version of the point`, expected: `at most ${point.version}`, found: `${row.pointVersion}` },
    ];
  }
  const [expectedText, found] = [rowText({ card: expected }), rowText(row)];
  return expectedText === found
    ? [{ what: `${what}: card of the point`, expected: 'the same', found: 'another' }]
    : [{ what, expected: expectedText, found }];
};

/** Checks the availability row of a level if neither sales point nor level changed around the read; otherwise undefined. */
const judgeRow = async (reader: Reader, id: string, product: string): Promise<Difference[] | undefined> => {
  const [point, found] = await Promise.all([loadPoint(reader, id), findLevel(reader, id, product)]);
  if (!point || !found?.level) return [];
  const { level, version } = found;
  const row = await findRow(reader, availabilityRow(point.value, level));
  const [pointAfter, after] = await Promise.all([loadPoint(reader, id), findLevel(reader, id, product)]);
  const stood = pointAfter?.version === point.version && after?.version === version;
  if (!stood || point.value.unfinished) return undefined;
  return rowDifferences(point, level, row);
};

/**
 * Checks the shelf row of a level if neither level nor product changed around the read, and no change of the product is
 * being propagated; otherwise undefined.
 */
const judgeShelf = async (reader: Reader, id: string, product: string): Promise<Difference[] | undefined> => {
  const read = async () =>
    Promise.all([findLevel(reader, id, product), loadDocument(reader, productKind, product, { consistent: true })]);
  const [movements, stored] = await read();
  if (!movements?.level || !stored) return [];
  const { level, version } = movements;
  const found = await loadShelfParts(reader, id, product);
  const expected = { head: headPart(stored), stock: stockPart({ value: level, version }) };
  const wrong = (['head', 'stock'] as const).filter((part) => found[part]?.text !== expected[part].text);
  if (wrong.length === 0) return [];
  const [movementsAfter, storedAfter] = await read();
  const stood = movementsAfter?.version === version && storedAfter?.version === stored.version;
  if (!stood || (await pendingVersion(reader, product)) !== undefined) return undefined;
  return wrong.map((part) => ({
    what: `shelf row: ${part}`,
    expected: expected[part].text,
    found: found[part]?.text ?? 'none',
  }));
};

type Tools = { reader: Reader; patienceMs: number; deadlines: Map<string, number> };

/** Repeats an undecided check, with pauses; the time budget is per sales point, not per level. */
const patiently = async <T>(
  { patienceMs, deadlines }: Tools,
  point: string,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> => {
  for (;;) {
    const result = await ask();
    if (result !== undefined) return result;
    const deadline = deadlines.get(point) ?? performance.now() + patienceMs;
    deadlines.set(point, deadline);
    if (performance.now() > deadline) return undefined;
    await pause(PAUSE_MS);
  }
};

type Look = { findings: Finding[]; levels: number; lines: number; unhashed: number };

const lookAtPoint = async (tools: Tools, id: string): Promise<Look> => {
  const { reader } = tools;
  const findings: Finding[] = [];
  const find = (product: string, differences: readonly Difference[]): unknown =>
    findings.push(...differences.map((difference) => ({ point: id, product, difference })));
  const point = await loadPoint(reader, id);
  if (!point) find('-', [{ what: 'sales point', expected: 'a document', found: 'none' }]);
  const before = await findLevels(reader, id);
  const ledger = await ledgerOf(reader, id);
  findings.push(...ledger.faults);
  const others = await otherSidesOf(reader, ledger);
  const rows = new Map<string, FoundRow>();
  await forEachConcurrent(point ? [...before] : [], async ([product, { level }]) => {
    if (!point || !level) return;
    rows.set(product, await findRow(reader, availabilityRow(point.value, level)));
  });
  const after = await findLevels(reader, id);
  const pointAfter = await loadPoint(reader, id);
  const isPointStill = point !== undefined && pointAfter?.version === point.version && !point.value.unfinished;

  for (const [product, { level, version }] of before) {
    if (!level) {
      find(product, [{ what: 'level', ...UNREADABLE }]);
      continue;
    }
    const movements = ledger.byProduct.get(product) ?? [];
    // Lines that came while it was read are left for the next time: those that the level knew are all there.
    const known = movements.filter(({ line }) => line.sequence <= level.lines);
    find(product, ledgerDifferences(level, known, others));
    const hashes = known.map(({ line: { sequence }, isHashed }) => ({ sequence, isHashed }));
    find(product, contentHashDifferences(level, hashes));
    const last = movements.reduce((most, { line }) => Math.max(most, line.sequence), 0);
    const count = after.get(product)?.level?.lines ?? level.lines;
    if (last > count) find(product, [{ what: 'number of lines', expected: `${last}`, found: `${count}` }]);
    const row = rows.get(product);
    if (isPointStill && row && after.get(product)?.version === version) {
      find(product, rowDifferences(point, level, row));
    } else if (point) {
      const differences = await patiently(tools, id, () => judgeRow(reader, id, product));
      if (differences) find(product, differences);
      else findings.push({ point: id, product, difference: 'unjudged' });
    }
    // A wrong level says nothing about its shelf row.
    if (findings.some((one) => one.product === product)) continue;
    const onShelf = await patiently(tools, id, () => judgeShelf(reader, id, product));
    if (onShelf) find(product, onShelf);
    else findings.push({ point: id, product, difference: 'unjudged' });
  }
  for (const [product, { length }] of ledger.byProduct)
    if (!before.has(product) && !after.has(product))
      find(product, [{ what: 'level', expected: `one with ${length} ledger lines`, found: 'none' }]);
  return { findings, levels: before.size, lines: ledger.lines, unhashed: ledger.unhashed };
};

const untilSure = async <T extends { findings: Finding[] }>(look: () => Promise<T>): Promise<T> => {
  for (let looks = 1; ; looks += 1) {
    const found = await look();
    if (looks === LOOKS || found.findings.every(({ difference }) => difference === 'unjudged')) return found;
    await pause(PAUSE_MS);
  }
};

/** Checks for a visible row without a level, or at a wrong place. */
const lookAtRow = async (tools: Tools, row: VisibleRow): Promise<{ findings: Finding[] }> => {
  const { reader } = tools;
  const { product, curve, point: id } = row;
  const judge = async (): Promise<Difference[] | undefined> => {
    const point = await loadPoint(reader, id);
    if (point?.value.unfinished) return undefined;
    const level = await findLevel(reader, id, product);
    if (level && point && curveKey(point.value) === curve) return [];
    const found = rowText(await findRow(reader, row.key));
    if (found === 'none' || found === 'hidden') return [];
    const why = !point ? 'no sales point' : !level ? 'no level' : 'not where the point stands';
    return [{ what: `availability row at ${curve}`, expected: `none (${why})`, found }];
  };
  const differences = await patiently(tools, id, judge);
  return {
    findings: (differences ?? (['unjudged'] as const)).map((difference) => ({ point: id, product, difference })),
  };
};

/** A finding as one line. */
const findingText = ({ point, product, difference }: Finding): string =>
  difference === 'unjudged'
    ? `${point} ${product} could not be judged: it changes all the time, or a change of the point is unfinished`
    : `${point} ${product} ${difference.what}: expected ${difference.expected}, found ${difference.found}`;

/**
 * Scans the whole table and verifies each sales point's stock; passes one line to `tell` for each difference and each
 * undecided item. It holds one page of the table and the levels and ledgers of two sales points in memory, and waits up
 * to `patienceMs` at each sales point for changing items.
 */
export const verifyStock = async (
  settings: TableSettings,
  tell: (line: string) => void,
  { patienceMs = 5_000 }: { patienceMs?: number } = {},
): Promise<Proof> => {
  const tools: Tools = { reader: createReader(settings), patienceMs, deadlines: new Map() };
  const proof: Proof = { points: 0, levels: 0, lines: 0, unhashed: 0, differences: 0, unjudged: 0 };
  const take = (findings: readonly Finding[]): void => {
    for (const finding of findings) {
      if (finding.difference === 'unjudged') proof.unjudged += 1;
      else proof.differences += 1;
      tell(findingText(finding));
    }
  };
  const seen = new Set<string>();
  for await (const { points, rows } of stockInTable(settings)) {
    const fresh = [...new Set(points)].filter((point) => !seen.has(point));
    for (const point of fresh) seen.add(point);
    const look = async (point: string): Promise<void> => {
      const { findings, levels, lines, unhashed } = await untilSure(() => lookAtPoint(tools, point));
      proof.points += 1;
      proof.levels += levels;
      proof.lines += lines;
      proof.unhashed += unhashed;
      take(findings);
    };
    await forEachConcurrent(fresh, look, { atOnce: POINTS_AT_ONCE });
    await forEachConcurrent(rows, async (row) => {
      take((await untilSure(() => lookAtRow(tools, row))).findings);
    });
  }
  return proof;
};
