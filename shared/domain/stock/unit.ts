// Law on Measurement 04/2011/QH13, Article 8, and the customary units of markets as people write them; everything else is sold
// by the piece. Compared with their accents: a tạ is a hundred kilograms, a tá is a dozen.
import { normaliseVietnamese } from '#shared/platform/text.ts';

const MEASURES: ReadonlySet<string> = new Set(
  [
    'kg,kgs,ki lô,kilô,kí lô,ký lô,ki-lô,kilo,ký,kí,cân,kilôgam,ki-lô-gam,ki lô gam,kilogam,kilogram,kilograms',
    'g,gr,gam,gram,grams,mg,miligam,lạng,lượng,yến,tạ,tấn',
    'l,lit,lít,litre,liter,ml,mililít,mililit,mi-li-lít,cc,cl,dl,xị',
    'm,met,mét,cm,centimét,xentimét,dm,mm,km',
    'm2,m²,mét vuông,m3,m³,mét khối,ha,hecta,héc ta,héc-ta,sào,công đất',
  ]
    .join(',')
    .split(','),
);

/** What a unit counts: a measure that shops sell parts of, or whole pieces. */
export const UNIT_KINDS = ['measure', 'piece'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/**
 * Whether a product's unit is a measure that shops sell parts of (`kg`, `lít`, `1 kg`, `kg.`). A unit that names a package or a
 * number of pieces, such as `gói 200 g` or `chục`, is counted in whole pieces.
 */
export const unitKindOf = (unit: string): UnitKind => {
  const name = normaliseVietnamese(unit)
    .toLowerCase()
    .replace(/^(?:1|một)\s*(?=\p{L})/u, '')
    .replace(/\.$/, '')
    .trim();
  return MEASURES.has(name) ? 'measure' : 'piece';
};
