// Which products may take part: the organiser's rules, judged for every day of the event, since a star can end in its middle.

import { type Event, type Registration as Rules, statusOn } from '#shared/domain/events/event.ts';
import { type CertificateMark, type Product, provinceInCharge } from '#shared/domain/products/product.ts';
import { certificateOn } from '#shared/domain/recognition/star.ts';
import { groupOf } from '#shared/domain/taxonomy/groups.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import { addDays, type Day, daysBetween, dayText } from '#shared/platform/vietnam-day.ts';

/** The days on which an event is held: from the first to the last, without those on which it rests. */
export const heldDays = ({
  startDate,
  endDate,
  closedDates,
}: Pick<Event, 'startDate' | 'endDate' | 'closedDates'>): Day[] =>
  Array.from({ length: Math.max(0, daysBetween(startDate, endDate) + 1) }, (_, index) =>
    addDays(startDate, index),
  ).filter((day) => !closedDates.includes(day));

/** The certificate that will decide on a day, as far as is known now: one that is issued later changes nothing before. */
const expectedOn = (certificates: readonly CertificateMark[], day: Day): CertificateMark | null =>
  certificateOn(
    certificates.filter(({ issuedOn }) => issuedOn <= day),
    day,
  );

const starFaults = (event: Event, minStars: number, product: Product): Fault[] => {
  const days = heldDays(event).map((day) => ({ day, stars: expectedOn(product.certificates, day)?.stars ?? 0 }));
  if (days.every(({ stars }) => stars === 0)) {
    return [
      brokenRule(
        '/product',
        'star_missing',
        'Sản phẩm không có hạng sao còn hiệu lực.',
        'The product has no star in force.',
      ),
    ];
  }
  const without = days.find(({ stars }) => stars === 0);
  const low = days.find(({ stars }) => stars > 0 && stars < minStars);
  return [
    ...(without
      ? [
          brokenRule(
            '/product',
            'certificate_lapses',
            `Ngày ${dayText(without.day)} giấy chứng nhận không còn hoặc chưa có hiệu lực.`,
            `No certificate is in force on ${without.day}.`,
          ),
        ]
      : []),
    ...(low
      ? [
          brokenRule(
            '/product',
            'stars_too_few',
            `Cần từ ${minStars} sao trở lên.`,
            `At least ${minStars} stars are needed.`,
          ),
        ]
      : []),
  ];
};

/**
 * Why a product may not take part, as far as it is known today: all reasons at once, none where it may. The star is judged
 * for every day on which the event is held.
 */
export const productFaults = (event: Event, rules: Rules, product: Product): Fault[] => {
  const content = product.face?.content ?? product.content;
  const faults: Fault[] = [];
  if (product.status !== 'published' || product.face === null) {
    faults.push(
      brokenRule('/product', 'product_not_public', 'Sản phẩm chưa được công bố.', 'The product is not public.'),
    );
  }
  if (!product.producer.visible) {
    faults.push(
      brokenRule(
        '/product',
        'producer_not_verified',
        'Chủ thể chưa được xác minh hoặc đang bị đình chỉ.',
        'The producer is not verified, or is suspended.',
      ),
    );
  }
  if (rules.minStars !== null) faults.push(...starFaults(event, rules.minStars, product));
  if (rules.groups !== null && !rules.groups.includes(groupOf(content.criteriaSet))) {
    faults.push(
      brokenRule(
        '/product',
        'group_not_admitted',
        'Nhóm sản phẩm này không thuộc đối tượng.',
        'Products of this group are not admitted.',
      ),
    );
  }
  if (rules.provinces !== null && !rules.provinces.includes(provinceInCharge(product))) {
    faults.push(
      brokenRule(
        '/product',
        'province_not_admitted',
        'Sản phẩm của tỉnh này không thuộc đối tượng.',
        'Products of this province are not admitted.',
      ),
    );
  }
  return faults;
};

/** Why an event takes no registrations on a day; none where it does. */
export const openFaults = (event: Event, day: Day): Fault[] => {
  const fault = (code: string, vi: string, en: string): Fault[] => [brokenRule('', code, vi, en)];
  const status = statusOn(event, day);
  if (status === 'draft')
    return fault('event_not_published', 'Sự kiện chưa được công bố.', 'The event is not announced.');
  if (status === 'cancelled') return fault('event_cancelled', 'Sự kiện đã bị hủy.', 'The event was cancelled.');
  if (status === 'finished') return fault('event_over', 'Sự kiện đã kết thúc.', 'The event is over.');
  const { registration: rules } = event;
  if (rules === null)
    return fault('registration_not_offered', 'Sự kiện không nhận đăng ký.', 'The event takes no registrations.');
  if (day < rules.from)
    return fault(
      'registration_not_open',
      `Nhận đăng ký từ ${dayText(rules.from)}.`,
      `Registration opens on ${rules.from}.`,
    );
  if (day > rules.to)
    return fault(
      'registration_closed',
      `Đã hết hạn đăng ký ngày ${dayText(rules.to)}.`,
      `Registration ended on ${rules.to}.`,
    );
  return [];
};
