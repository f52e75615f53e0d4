import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoSalesPoints } from '#infra/demo/data/sales-points.ts';
import { isInRanges, positionsIn, uniteRanges } from '#shared/domain/places/curve-ranges.ts';
import {
  coverAnnulus,
  curveKey,
  curvePosition,
  distanceMetres,
  distanceToGap,
  distanceToVietnam,
  isInVietnam,
  type LatLng,
  positionKey,
} from '#shared/domain/places/geo.ts';
import { provincesAt } from '#shared/domain/places/provinces.ts';

const at = (lat: number, lng: number): LatLng => ({ lat, lng });

// The seats of the 34 provinces, by code.
const SEATS: Record<string, LatLng> = {
  '01': at(21.03, 105.85),
  '04': at(22.666, 106.258),
  '08': at(21.823, 105.214),
  '11': at(21.386, 103.017),
  '12': at(22.396, 103.458),
  '14': at(21.327, 103.914),
  '15': at(21.705, 104.875),
  '19': at(21.593, 105.844),
  '20': at(21.853, 106.761),
  '22': at(20.951, 107.075),
  '24': at(21.273, 106.194),
  '25': at(21.323, 105.402),
  '31': at(20.865, 106.684),
  '33': at(20.646, 106.051),
  '37': at(20.254, 105.975),
  '38': at(19.807, 105.776),
  '40': at(18.673, 105.692),
  '42': at(18.343, 105.906),
  '44': at(17.468, 106.622),
  '46': at(16.463, 107.59),
  '48': at(16.068, 108.212),
  '51': at(15.121, 108.804),
  '52': at(13.776, 109.224),
  '56': at(12.239, 109.197),
  '66': at(12.667, 108.038),
  '68': at(11.94, 108.438),
  '75': at(10.957, 106.843),
  '79': at(10.776, 106.701),
  '80': at(10.536, 106.413),
  '82': at(10.36, 106.36),
  '86': at(10.254, 105.972),
  '91': at(10.012, 105.081),
  '92': at(10.034, 105.787),
  '96': at(9.177, 105.15),
};

const place = fc.record({
  lat: fc.double({ min: 8, max: 23.5, noNaN: true }),
  lng: fc.double({ min: 102, max: 118, noNaN: true }),
});
const anywhere = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lng: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('a distance', () => {
  it.each([
    ['a degree of a meridian', at(20, 105), at(21, 105), 111_195],
    ['Hà Nội to Thành phố Hồ Chí Minh', at(21.0285, 105.8542), at(10.7769, 106.7009), 1_143_500],
    ['half round the globe', at(0, 0), at(0, 180), 20_015_114],
    ['over the date line', at(0, 179.5), at(0, -179.5), 111_195],
  ])('of %s', (_, from, to, metres) => {
    expect(distanceMetres(from, to) / metres).toBeCloseTo(1, 3);
    expect(distanceMetres(to, from)).toBe(distanceMetres(from, to));
  });

  it('of a place to itself is nothing', () => expect(distanceMetres(at(20.261, 105.965), at(20.261, 105.965))).toBe(0));
});

describe('Vietnam', () => {
  it.each(provincesAt('2026-11-23').map(({ code, name }) => [name, code] as const))(
    'holds the seat of %s',
    (_, code) => {
      const seat = SEATS[code];
      expect(seat && isInVietnam(seat)).toBe(true);
    },
  );

  it.each(demoSalesPoints.map((point) => [point.name, point] as const))('holds %s', (_, point) => {
    expect(isInVietnam(point)).toBe(true);
  });

  it.each([
    ['Móng Cái', at(21.528, 107.966)],
    ['Trà Cổ', at(21.475, 108.03)],
    ['Lũng Cú', at(23.363, 105.316)],
    ['A Pa Chải', at(22.401, 102.142)],
    ['Đất Mũi', at(8.604, 104.72)],
    ['Hà Tiên', at(10.383, 104.487)],
    ['Xa Mát', at(11.662, 105.886)],
    ['Mộc Bài', at(11.073, 106.176)],
    ['Lao Bảo', at(16.618, 106.592)],
    ['Lào Cai', at(22.486, 103.971)],
    ['Mũi Đôi', at(12.648, 109.462)],
    ['Cần Giờ', at(10.411, 106.954)],
    ['Vũng Tàu', at(10.346, 107.084)],
    ['Vân Đồn', at(21.07, 107.42)],
    ['Cô Tô', at(20.975, 107.766)],
    ['Cát Hải', at(20.726, 107.047)],
    ['Bạch Long Vĩ', at(20.133, 107.727)],
    ['Cồn Cỏ', at(17.16, 107.339)],
    ['Cù Lao Chàm', at(15.957, 108.52)],
    ['Lý Sơn', at(15.381, 109.117)],
    ['Phú Quý', at(10.527, 108.946)],
    ['Côn Đảo', at(8.688, 106.609)],
    ['Kiên Hải', at(9.969, 104.842)],
    ['Nam Du', at(9.69, 104.35)],
    ['Phú Quốc', at(10.219, 103.96)],
    ['Hòn Thơm', at(9.955, 104.017)],
    ['Thổ Chu', at(9.303, 103.483)],
    ['Hoàng Sa', at(16.53, 111.61)],
    ['Trường Sa Lớn', at(8.645, 111.92)],
  ])('holds %s', (_, where) => expect(isInVietnam(where)).toBe(true));

  it.each([
    ['Bangkok', at(13.756, 100.502)],
    ['Phnom Penh', at(11.556, 104.928)],
    ['Viêng Chăn', at(17.975, 102.633)],
    ['Nam Ninh', at(22.817, 108.366)],
    ['Hải Khẩu', at(20.044, 110.199)],
    ['Tam Á', at(18.252, 109.512)],
    ['Paris', at(48.857, 2.352)],
    ['Savannakhet', at(16.557, 104.75)],
    ['Kampot', at(10.61, 104.18)],
    ['Bằng Tường', at(22.094, 106.767)],
    ['Palawan', at(8.65, 117.4)],
    ['the open sea', at(14, 111)],
    ['nowhere', at(0, 0)],
    ['Hoa Lư, its numbers swapped', at(105.965, 20.261)],
  ])('does not hold %s', (_, where) => expect(isInVietnam(where)).toBe(false));
});

describe('a curve key', () => {
  it('is eight hexadecimal digits, wherever the place lies', () => {
    fc.assert(
      fc.property(anywhere, (where) => {
        expect(curveKey(where)).toMatch(/^[0-9a-f]{8}$/);
      }),
      { seed: 4 },
    );
  });

  it('is the key of the position', () => {
    fc.assert(
      fc.property(anywhere, (where) => {
        expect(positionKey(curvePosition(where))).toBe(curveKey(where));
      }),
      { seed: 7 },
    );
  });

  it('of a place outside is that of the nearest cell', () => {
    expect(curveKey(at(90, 180))).toBe(curveKey(at(23.9999, 118.9999)));
    expect(curveKey(at(-90, -180))).toBe(curveKey(at(6, 101)));
  });

  it('passes once through every part of the ground, and from each to one beside it', () => {
    const parts = 128;
    const side = 18 / parts;
    const all = Array.from({ length: parts * parts }, (_, index) => {
      const [east, north] = [index % parts, Math.floor(index / parts)];
      return { east, north, key: curveKey(at(6 + (north + 0.5) * side, 101 + (east + 0.5) * side)).slice(0, 4) };
    }).sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(new Set(all.map(({ key }) => key)).size).toBe(parts * parts);
    const steps = all
      .slice(1)
      .map(
        ({ east, north }, index) =>
          Math.abs(east - (all[index]?.east ?? 0)) + Math.abs(north - (all[index]?.north ?? 0)),
      );
    expect(new Set(steps)).toEqual(new Set([1]));
  });
});

const isSound = (ranges: readonly { from: number; to: number }[]): boolean =>
  ranges.every(({ from, to }, index) => from <= to && (index === 0 || (ranges[index - 1]?.to ?? 0) < from));

describe('the cover of an annulus', () => {
  it('holds every place in it, in ranges that are in order and apart, and no more of them than asked for', () => {
    const scale = fc.double({ min: 0, max: 6, noNaN: true }).map((power) => 10 ** power);
    const inside = fc.tuple(
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(
        place,
        scale,
        scale,
        fc.integer({ min: 1, max: 20 }),
        fc.array(inside, { minLength: 20 }),
        (center, one, other, most, places) => {
          const [inner, outer] = [Math.min(one, other), Math.max(one, other)];
          const ranges = coverAnnulus(center, inner, outer, most);
          expect(ranges.length).toBeLessThanOrEqual(most);
          expect(isSound(ranges)).toBe(true);
          const missing = places.filter(([angle, share]) => {
            const degrees = (inner + (outer - inner) * share) / 111_195;
            const where = at(
              center.lat + degrees * Math.sin(angle),
              center.lng + (degrees * Math.cos(angle)) / Math.cos((center.lat * Math.PI) / 180),
            );
            const metres = distanceMetres(center, where);
            return metres >= inner && metres <= outer && !isInRanges(ranges, curvePosition(where));
          });
          expect(missing).toEqual([]);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it('holds the places of Vietnam wherever on the globe the centre lies', () => {
    fc.assert(
      fc.property(anywhere, place, fc.double({ min: 0, max: 1, noNaN: true }), (center, where, share) => {
        const metres = distanceMetres(center, where);
        const annuli = [
          [0, metres],
          [metres, 2e7],
          [metres * share, metres + 1000 * share],
        ] as const;
        const position = curvePosition(where);
        expect(annuli.filter(([inner, outer]) => !isInRanges(coverAnnulus(center, inner, outer, 8), position))).toEqual(
          [],
        );
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('is little more than the annulus where many ranges are allowed', () => {
    const squareMetres = (111_195 * 18) ** 2 / 2 ** 32;
    for (const [inner, outer] of [
      [0, 2_000],
      [0, 10_000],
      [0, 300_000],
      [20_000, 30_000],
    ] as const) {
      const cells = positionsIn(coverAnnulus(at(20.26, 105.97), inner, outer, 64));
      const area = cells * squareMetres * Math.cos((20.26 * Math.PI) / 180);
      expect(area / (Math.PI * (outer ** 2 - inner ** 2))).toBeLessThan(1.3);
    }
  });

  it('is the cell alone where the annulus is a point', () => {
    const center = at(20.2611, 105.9652);
    const ranges = coverAnnulus(center, 0, 0, 6);
    const cells = positionsIn(ranges);
    expect(cells).toBeLessThanOrEqual(4);
    expect(isInRanges(ranges, curvePosition(center))).toBe(true);
  });
});

describe('the distance to Vietnam', () => {
  it('is nothing inside of it, and never more than the distance to a place of it', () => {
    fc.assert(
      fc.property(anywhere, place, (center, where) => {
        if (!isInVietnam(where)) return;
        expect(distanceToVietnam(where)).toBe(0);
        expect(distanceToVietnam(center)).toBeLessThanOrEqual(distanceMetres(center, where) + 0.001);
      }),
      { seed: 8, numRuns: 2_000 },
    );
  });

  it.each([
    ['the south pole', at(-90, 0), 10_700_000, 10_800_000],
    ['the north pole', at(90, 0), 7_300_000, 7_500_000],
    ['the antimeridian, from the west', at(16, 180), 6_500_000, 6_900_000],
    ['the antimeridian, from the east', at(16, -180), 6_500_000, 6_900_000],
    ['the other side of the globe', at(-16, -72), 17_000_000, 20_015_115],
    ['Bangkok', at(13.756, 100.502), 100_000, 200_000],
  ])('of %s', (_, from, least, most) => {
    expect(distanceToVietnam(from)).toBeGreaterThan(least);
    expect(distanceToVietnam(from)).toBeLessThan(most);
  });
});

describe('the distance to the nearest gap', () => {
  it('is beyond what a cover covers, and no place outside of the ranges is nearer', () => {
    const metres = fc.double({ min: 0, max: 6.4, noNaN: true }).map((power) => 10 ** power);
    fc.assert(
      fc.property(
        fc.oneof(place, anywhere),
        metres,
        metres,
        fc.integer({ min: 1, max: 64 }),
        fc.array(place, { minLength: 30, maxLength: 60 }),
        (center, one, other, most, places) => {
          const [inner, outer] = [Math.min(one, other), Math.max(one, other)];
          const cover = coverAnnulus(center, inner, outer, most);
          expect(distanceToGap(center, inner, cover)).toBeGreaterThan(outer);
          const some = cover.filter((_, index) => index % 3 > 0);
          const gap = distanceToGap(center, inner, some);
          expect(gap).toBeGreaterThanOrEqual(inner);
          const nearer = places.filter((where) => {
            const metres = distanceMetres(center, where);
            return metres >= inner && metres <= gap - 0.001 && !isInRanges(some, curvePosition(where));
          });
          expect(nearer).toEqual([]);
        },
      ),
      { seed: 9, numRuns: 400 },
    );
  });

  it('is that to the cell that was left out, and endless where nothing was', () => {
    const center = at(20.2611, 105.9652);
    const whole = [{ from: 0, to: 2 ** 32 - 1 }];
    expect(distanceToGap(center, 0, whole)).toBe(Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(place, (where) => {
        const cell = curvePosition(where);
        const read = uniteRanges([
          { from: 0, to: cell - 1 },
          { from: cell + 1, to: 2 ** 32 - 1 },
        ]);
        const gap = distanceToGap(center, 0, read);
        expect(gap).toBeLessThanOrEqual(distanceMetres(center, where));
        expect(gap).toBeGreaterThan(distanceMetres(center, where) - 45);
      }),
      { seed: 10 },
    );
  });
});
