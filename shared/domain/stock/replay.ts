// The proof that a level follows from its ledger: the rules are run again over what was recorded, in the order of the level's
// own numbers, and whatever they give otherwise is named. Damage to a line shows at that line and, where it changed the level,
// at those behind it. Rules that change have to go on giving what was recorded under the old ones, or it shows here.
import { type AppliedMovement, applyChange, type Change, type Later, needsLater } from './apply-change.ts';
import type { LedgerEntry, LotChange, StockMovement } from './ledger.ts';
import { type Lot, quantityOf, type StockLevel } from './stock-level.ts';

/** A difference between the stored and the computed value, as texts without personal data. */
export type Difference = { what: string; expected: string; found: string };

/** A line with when it arrived; `parts` is what a `transfer-in` brings according to the other side. */
export type Recorded = { line: StockMovement; at: string; parts?: readonly LotChange[] | undefined };

/**
 * Maximum number of differing lines that are reported per level; the rest is counted, because most lines behind a wrong
 * one differ.
 */
const NAMED_MAX = 5;

const unitsText = (thousandths: number): string => String(thousandths / 1_000);

const placeText = ({ lot, useBy, ageUnknown }: Pick<Lot, 'lot' | 'useBy' | 'ageUnknown'>): string[] => [
  ...(lot === null ? [] : [`of ${JSON.stringify(lot)}`]),
  ...(useBy === null ? [] : [`until ${useBy}`]),
  ...(ageUnknown ? ['of unknown age'] : []),
];

const lotText = (lot: LotChange & Partial<Pick<Lot, 'countedAt'>>): string =>
  [unitsText(lot.quantity), ...placeText(lot), ...(lot.countedAt ? [`counted ${lot.countedAt}`] : [])].join(' ');

const lotsText = (lots: readonly LotChange[]): string => `[${lots.map(lotText).join(', ')}]`;

type Fields = Record<string, string>;

const movementFields = (line: AppliedMovement): Fields => ({
  kind: line.kind,
  product: line.product,
  unit: line.unit,
  'line of the request': String(line.line),
  quantity: unitsText(line.quantity),
  lot: placeText(line).join(' ') || 'none',
  'time of happening': line.occurredAt,
  counterpart: line.counterpart ?? 'none',
  'voided line': line.voids ?? 'none',
  before: unitsText(line.before),
  after: unitsText(line.after),
  applied: String(line.applied),
  missing: unitsText(line.missing ?? 0),
  lots: lotsText(line.lots),
});

const levelFields = (level: StockLevel): Fields => ({
  quantity: unitsText(quantityOf(level)),
  lots: lotsText(level.lots),
  'last counted': level.countedAt ?? 'never',
  'last changed': level.changedAt ?? 'never',
  'last sold': level.lastSold ? [...placeText(level.lastSold), level.lastSold.at].join(' ') : 'never',
  'number of lines': String(level.lines),
});

const differencesOf = (expected: Fields, found: Fields, of: string): Difference[] =>
  Object.entries(expected)
    .filter(([name, text]) => text !== found[name])
    .map(([name, text]) => ({ what: `${of}${name}`, expected: text, found: found[name] ?? 'none' }));

const laterIn = (past: readonly StockMovement[], instant: string): Later =>
  past
    .filter(({ applied, occurredAt }) => applied && occurredAt > instant)
    .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : a.sequence - b.sequence));

/** What a void takes back: the effect of the line that it names. */
export const takenBackBy = (voids: string, past: readonly StockMovement[]): LotChange[] =>
  past
    .filter(({ id }) => id === voids)
    .flatMap(({ lots }) => lots.map((part) => ({ ...part, quantity: -part.quantity })));

const changeOf = ({ line, parts: brought }: Recorded, past: readonly StockMovement[]): Change | undefined => {
  const { kind, product, quantity, lot, useBy, ageUnknown, occurredAt, counterpart, voids } = line;
  if (kind === 'discrepancy') return undefined;
  const parts = voids === undefined ? brought : takenBackBy(voids, past);
  return { line: line.line, product, kind, quantity, lot, useBy, ageUnknown, occurredAt, counterpart, voids, parts };
};

/** Lines in the order of their numbers, as far as there are neither gaps nor doubles among the first `count`. */
const inSequence = (recorded: readonly Recorded[], count: number): { ordered: Recorded[]; faults: Difference[] } => {
  const sorted = [...recorded].sort((a, b) => a.line.sequence - b.line.sequence);
  const numbers = sorted.map(({ line }) => line.sequence);
  const faults: Difference[] = [];
  let next = 1;
  for (const number of [...numbers, count + 1]) {
    if (number === next - 1) faults.push({ what: `ledger line ${number}`, expected: 'once', found: 'another' });
    else if (number !== next) {
      const gap = number === next + 1 ? `line ${next}` : `lines ${next} to ${number - 1}`;
      faults.push({ what: `ledger ${gap}`, expected: 'once', found: 'none' });
    }
    next = number + 1;
  }
  const sound = sorted.findIndex(({ line }, index) => line.sequence !== index + 1);
  return { ordered: sound < 0 ? sorted : sorted.slice(0, sound), faults };
};

/**
 * Runs the rules over the first `stored.lines` recorded lines of a level and reports all differences: gaps and
 * duplicates of line numbers, effects of lines, and the level itself. Nothing after a gap or a duplicate can be
 * checked.
 */
export const replayDifferences = (stored: StockLevel, recorded: readonly Recorded[]): Difference[] => {
  const { ordered, faults } = inSequence(recorded, stored.lines);
  const past: StockMovement[] = [];
  const wrong: Difference[][] = [];
  // A level that no line of the present rules has changed follows from the earlier ones.
  const lotRulesFrom = stored.lotRulesFrom ?? Infinity;
  const { lastSold: _, ...empty } = { ...stored, lots: [], countedAt: null, changedAt: null, lines: 0, lotRulesFrom };
  let level: StockLevel = empty;
  let due: AppliedMovement | undefined;
  for (const record of ordered) {
    const { line, at } = record;
    const name = `ledger line ${line.sequence}: `;
    const judge = (expected: AppliedMovement): number =>
      wrong.push(differencesOf(movementFields(expected), movementFields(line), name));
    const change = changeOf(record, past);
    if (due && change) wrong.push([{ what: `${name}kind`, expected: 'discrepancy', found: line.kind }]);
    if (!change) {
      if (due) judge(due);
      else wrong.push([{ what: `${name}kind`, expected: 'no discrepancy', found: line.kind }]);
      due = undefined;
    } else {
      level = { ...level, lines: line.sequence - 1 };
      const later = needsLater(level, change) ? laterIn(past, change.occurredAt) : [];
      const outcome = applyChange(level, change, at, later);
      due = undefined;
      if ('code' in outcome) {
        wrong.push([{ what: `${name}${line.kind}`, expected: `refused, ${outcome.code}`, found: 'recorded' }]);
      } else {
        const [first, second] = outcome.lines;
        if (first) judge(first);
        due = second;
        level = outcome.level;
      }
    }
    past.push(line);
  }
  const differing = wrong.filter((differences) => differences.length > 0);
  const named = differing.slice(0, NAMED_MAX).flat();
  const more = differing.length - NAMED_MAX;
  if (more > 0)
    named.push({ what: 'further ledger lines', expected: 'as the rules give', found: `${more} that differ` });
  if (faults.length > 0) return [...faults, ...named];
  if (due) named.push({ what: 'last ledger line', expected: 'discrepancy', found: 'none' });
  return [...named, ...differencesOf(levelFields({ ...level, lines: ordered.length }), levelFields(stored), '')];
};

/**
 * The lines of a level whose entries carry no content hash and should. Entries from before there were content hashes need
 * none; the level knows with which line they begin, and no line after one with a content hash is without.
 */
export const contentHashDifferences = (
  { hashedFrom }: Pick<StockLevel, 'hashedFrom'>,
  lines: readonly { sequence: number; isHashed: boolean }[],
): Difference[] => {
  const first = lines.reduce(
    (least, { sequence, isHashed }) => (isHashed ? Math.min(least, sequence) : least),
    Infinity,
  );
  const from = Math.min(hashedFrom ?? Infinity, first);
  const bare = lines
    .filter(({ sequence, isHashed }) => !isHashed && sequence >= from)
    .sort((a, b) => a.sequence - b.sequence);
  const named = bare.slice(0, NAMED_MAX).map(({ sequence }) => ({
    what: `ledger line ${sequence}: content hash`,
    expected: 'one',
    found: 'none',
  }));
  const more = bare.length - NAMED_MAX;
  return [
    ...(hashedFrom === undefined && first !== Infinity
      ? [{ what: 'first line with a content hash', expected: String(first), found: 'none' }]
      : []),
    ...named,
    ...(more > 0 ? [{ what: 'further ledger lines', expected: 'a content hash', found: `${more} without` }] : []),
  ];
};

/** A line of a transfer with the entry that it stands in. */
export type Side = { entry: LedgerEntry; line: StockMovement };

/** What arrives of a line that left: the very lots, or those that were named where a count had covered it. */
export const partsOf = ({ applied, lots, lot, useBy, quantity }: StockMovement): LotChange[] =>
  applied ? lots.map((part) => ({ ...part, quantity: -part.quantity })) : [{ lot, useBy, quantity }];

/** The line at the other point that belongs to a line of a transfer, in the entry that was written with it. */
export const otherSideOf = ({ entry, line }: Side, other: LedgerEntry | undefined): StockMovement | undefined =>
  other?.lines.find(
    (one) =>
      one.line === line.line &&
      one.counterpart === entry.salesPoint &&
      one.kind === (line.kind === 'transfer-out' ? 'transfer-in' : 'transfer-out'),
  );

const transferFields = (line: StockMovement): Fields => ({
  product: line.product,
  quantity: unitsText(line.quantity),
  lot: placeText(line).join(' ') || 'none',
  'time of happening': line.occurredAt,
});

const isSameRequest = (left: Side, came: Side): boolean =>
  left.line.reference === came.line.reference &&
  left.line.reason === came.line.reason &&
  (['at', 'by', 'requestId', 'fingerprint'] as const).every((name) => left.entry[name] === came.entry[name]);

/** Differences between the two sides of a transfer. Texts of people are compared and not reported. */
export const transferDifferences = (left: Side, came: Side): Difference[] => {
  const name = `ledger line ${left.line.sequence}: other side: `;
  const lots = lotsText(partsOf(left.line));
  const arrived = lotsText(came.line.lots);
  return [
    ...differencesOf(transferFields(left.line), transferFields(came.line), name),
    ...(came.line.applied && lots !== arrived ? [{ what: `${name}lots`, expected: lots, found: arrived }] : []),
    ...(isSameRequest(left, came) ? [] : [{ what: `${name}request`, expected: 'the same', found: 'another' }]),
  ];
};
