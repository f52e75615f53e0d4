import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Certificate,
  certificateSnapshot,
  certificateState,
  effectiveToOf,
  latestExtension,
  validToOf,
} from '#shared/domain/recognition/certificate.ts';
import {
  type CreateCertificate,
  extensionFaults,
  recognitionFaults,
  recognitionOf,
} from '#shared/domain/recognition/certificate-input.ts';

const TODAY = '2026-11-23';
const given = (over: Partial<CreateCertificate> = {}): Omit<CreateCertificate, 'product'> => ({
  number: '1',
  decisionNumber: '1/QĐ',
  decisionDate: '2025-08-01',
  issuer: { name: 'UBND tỉnh', level: 'province' },
  regime: '148/QĐ-TTg',
  criteriaSet: 8,
  stars: 4,
  issuedOn: '2025-08-01',
  ...over,
});
const certificate = (over: Partial<Certificate> = {}): Certificate => ({
  id: 'crt_1',
  status: 'entered',
  product: { id: 'prd_1', name: 'Mắm' },
  province: '37',
  recognition: recognitionOf(given()),
  validTo: '2028-08-01',
  extension: null,
  revocation: null,
  enteredAt: '2025-09-01T00:00:00.000Z',
  enteredBy: 'officer',
  history: [],
  reversedRevocations: [],
  ...over,
});
const faults = (over: Partial<CreateCertificate>, today = TODAY): string[] =>
  recognitionFaults(recognitionOf(given(over)), today).map(({ pointer, code }) => `${pointer} ${code}`);

describe('the regime that a name means', () => {
  it.each([
    ['148/QĐ-TTg', '2025-07-05', '148'],
    ['148/QĐ-TTg', '2025-07-06', '148-1489'],
    ['148', '2024-01-01', '148'],
    ['148', '2026-01-01', '148-1489'],
    ['1489/QĐ-TTg', '2026-01-01', '148-1489'],
    ['148-1489', '2026-01-01', '148-1489'],
    ['26/2026/QĐ-TTg', '2026-06-01', '26-2026'],
    ['26/2026', '2026-06-01', '26-2026'],
    ['26-2026', '2026-06-01', '26-2026'],
    ['1048', '2022-01-01', '1048'],
  ])('%s on %s is %s', (regime, decisionDate, id) => {
    expect(recognitionOf(given({ regime, decisionDate })).regime).toBe(id);
  });
});

describe('a recognition', () => {
  it('of a province in 2025 with four stars keeps every rule', () => expect(faults({})).toEqual([]));

  it('may be of today and not of tomorrow', () => {
    expect(faults({}, '2025-08-01')).toEqual([]);
    expect(faults({}, '2025-07-31')).toEqual(['/decisionDate in_the_future', '/issuedOn in_the_future']);
  });

  it('has no score that its star would need rounding for', () => {
    const hundredths = fc.record({
      a: fc.integer({ min: 0, max: 4_000 }),
      b: fc.integer({ min: 0, max: 2_500 }),
      c: fc.integer({ min: 0, max: 3_500 }),
      stars: fc.constantFrom(3 as const, 4 as const),
    });
    fc.assert(
      fc.property(hundredths, ({ a, b, c, stars }) => {
        const scores = { a: a / 100, b: b / 100, c: c / 100 };
        const reached = a + b + c >= (stars === 4 ? 7_000 : 5_000);
        expect(faults({ scores, stars })).toEqual(reached ? [] : ['/stars stars_above_band']);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('the term', () => {
  it('is 36 months from the day of issue', () => {
    expect(validToOf('2023-11-23')).toBe('2026-11-23');
    expect(validToOf('2024-02-29')).toBe('2027-02-28');
  });

  it('is extended by 1 to 180 days', () => {
    const one = certificate();
    expect(latestExtension(one)).toBe('2029-01-28');
    const codes = (day: string) => extensionFaults(one, day).map(({ code }) => code);
    expect(codes('2028-08-01')).toEqual(['extension_out_of_range']);
    expect(codes('2028-08-02')).toEqual([]);
    expect(codes('2029-01-28')).toEqual([]);
    expect(codes('2029-01-29')).toEqual(['extension_out_of_range']);
  });
});

describe('the state that the public reads', () => {
  const extension = { effectiveTo: '2028-12-01', basis: 'Điều 12', at: '', by: '' };
  const revocation = { decisionNumber: '1', decisionDate: '2026-01-01', ground: 'a' as const, at: '', by: '' };
  it.each([
    ['active', certificate(), 'own', '2028-08-01'],
    ['lapsed', certificate(), 'own', '2028-08-02'],
    ['active', certificate({ extension }), 'own', '2028-12-01'],
    ['lapsed', certificate({ extension }), 'own', '2028-12-02'],
    ['superseded', certificate(), 'other', '2026-01-01'],
    ['superseded', certificate(), 'none', '2026-01-01'],
    ['lapsed', certificate(), 'other', '2030-01-01'],
    ['revoked', certificate({ revocation }), 'none', '2026-01-01'],
    ['revoked', certificate({ revocation }), 'none', '2030-01-01'],
  ] as const)('is %s', (state, one, decides, day) => {
    const own = certificateSnapshot(one);
    const deciding = decides === 'own' ? own : decides === 'other' ? { ...own, id: 'crt_2' } : null;
    expect(certificateState(one, deciding, day)).toBe(state);
  });

  it('rests on the mark that the product carries', () => {
    expect(effectiveToOf(certificate({ extension }))).toBe('2028-12-01');
    expect(certificateSnapshot(certificate({ extension }))).toMatchObject({
      validTo: '2028-08-01',
      effectiveTo: '2028-12-01',
      revoked: false,
    });
    expect(certificateSnapshot(certificate({ revocation })).revoked).toBe(true);
  });
});
