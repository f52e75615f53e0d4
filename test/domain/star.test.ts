import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CertificateSnapshot } from '#shared/domain/products/product.ts';
import { certificateOn, decidingCertificate } from '#shared/domain/recognition/star.ts';

const mark = (over: Partial<CertificateSnapshot>): CertificateSnapshot => ({
  id: 'crt_1',
  number: '1',
  stars: 4,
  issuedOn: '2023-11-23',
  enteredAt: '2023-12-01T00:00:00.000Z',
  validTo: '2026-11-23',
  effectiveTo: '2026-11-23',
  revoked: false,
  ...over,
});

const marks = fc.uniqueArray(
  fc
    .record({
      id: fc.integer({ min: 1, max: 9 }).map((n) => `crt_${n}`),
      issuedOn: fc.constantFrom('2023-01-01', '2024-01-01', '2025-01-01'),
      enteredAt: fc.constantFrom('2025-06-01T00:00:00.000Z', '2025-06-02T00:00:00.000Z'),
      effectiveTo: fc.constantFrom('2025-12-31', '2026-11-23', '2028-01-01'),
      stars: fc.constantFrom(3 as const, 4 as const, 5 as const),
      revoked: fc.boolean(),
    })
    .map(mark),
  { selector: ({ id }) => id },
);

describe('the certificate in force', () => {
  it.each([
    ['2023-11-22', null],
    ['2023-11-23', 4],
    ['2026-11-23', 4],
    ['2026-11-24', null],
  ])('on %s gives %s stars', (day, stars) => {
    expect(certificateOn([mark({})], day)?.stars ?? null).toBe(stars);
  });

  it('of a product without any is none', () => {
    expect(certificateOn([], '2026-01-01')).toBeNull();
  });

  it('lasts to effectiveTo, not to validTo', () => {
    const extended = [mark({ effectiveTo: '2027-01-01' })];
    expect(certificateOn(extended, '2027-01-01')?.stars).toBe(4);
    expect(certificateOn(extended, '2027-01-02')).toBeNull();
  });

  it('is the one issued last, then entered last, then of the highest id, in whatever order they are kept', () => {
    fc.assert(
      fc.property(marks, fc.nat(), (all, turn) => {
        const at = all.length === 0 ? 0 : turn % all.length;
        const turned = [...all.slice(at), ...all.slice(0, at)].reverse();
        const beats = (a: CertificateSnapshot, b: CertificateSnapshot) =>
          a.issuedOn !== b.issuedOn
            ? a.issuedOn > b.issuedOn
            : a.enteredAt !== b.enteredAt
              ? a.enteredAt > b.enteredAt
              : a.id > b.id;
        const last = all.find((one) => all.every((other) => other === one || beats(one, other)));
        const expected = last && !last.revoked ? last : null;
        expect(decidingCertificate(all)).toEqual(expected);
        expect(decidingCertificate(turned)).toEqual(expected);
        const day = '2026-11-23';
        expect(certificateOn(turned, day)).toEqual(expected && expected.effectiveTo >= day ? expected : null);
      }),
      { seed: 1 },
    );
  });
});
