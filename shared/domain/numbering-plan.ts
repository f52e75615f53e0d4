// Vietnam's telephone numbers as dated data: Circular 22/2014/TT-BTTTT (numbering plan, in force from 2015-03-01, amended
// by Circular 27/2021/TT-BTTTT), Decision 2036/QĐ-BTTTT (area codes, changed in three steps in 2017), and the change of
// eleven-digit mobile numbers to ten digits (2018-09-15, without the old numbers from 2019-07-01).

/** Vietnam's country code, trunk prefix and international prefix. */
export const VIETNAM_DIALLING = { countryCode: '84', trunkPrefix: '0', internationalPrefix: '00' } as const;

/** A kind of number: its leading digits, and the possible lengths of the whole number, both without the trunk prefix. */
export type NumberRange = {
  kind: 'fixed' | 'mobile' | 'closed-network' | 'toll-free' | 'information';
  prefixes: readonly string[];
  digits: readonly number[];
  inForceFrom: string;
};

/**
 * Area codes (mã vùng). They follow the provinces of 2017 and stayed when provinces were merged in 2025. Hà Nội (24) and
 * Thành phố Hồ Chí Minh (28) have subscriber numbers of eight digits, the others of seven.
 */
const AREA_CODES = [
  ...['203', '204', '205', '206', '207', '208', '209'],
  ...['210', '211', '212', '213', '214', '215', '216', '218', '219'],
  ...['220', '221', '222', '225', '226', '227', '228', '229'],
  ...['232', '233', '234', '235', '236', '237', '238', '239'],
  '24',
  ...['251', '252', '254', '255', '256', '257', '258', '259'],
  ...['260', '261', '262', '263', '269'],
  ...['270', '271', '272', '273', '274', '275', '276', '277'],
  '28',
  ...['290', '291', '292', '293', '294', '296', '297', '299'],
];

/**
 * The ranges of numbers that a person can call. Mobile numbers are named by their first digit only: the plan keeps the
 * whole range for mobile networks, and the ministry gives new network codes in it at any time. `closed-network` is that
 * of the ministries of defence and public security.
 */
export const VIETNAM_NUMBERS: readonly NumberRange[] = [
  { kind: 'fixed', prefixes: AREA_CODES, digits: [10], inForceFrom: '2017-06-17' },
  { kind: 'mobile', prefixes: ['3', '5', '7', '8', '9'], digits: [9], inForceFrom: '2018-09-15' },
  { kind: 'closed-network', prefixes: ['69'], digits: [7, 8], inForceFrom: '2015-03-01' },
  { kind: 'toll-free', prefixes: ['1800'], digits: [8, 9, 10], inForceFrom: '2015-03-01' },
  { kind: 'information', prefixes: ['1900'], digits: [8, 9, 10], inForceFrom: '2015-03-01' },
];

/** The range of a national number without the trunk prefix, or undefined outside of the plan. */
export const vietnamNumberRange = (national: string): NumberRange | undefined =>
  VIETNAM_NUMBERS.find(
    ({ prefixes, digits }) =>
      digits.includes(national.length) && prefixes.some((prefix) => national.startsWith(prefix)),
  );

/**
 * ITU-T Recommendation E.164 (11/2010): a country code, which starts with 1 to 9, and the national number, together at
 * most 15 digits. It sets no minimum; seven digits in all is a policy of this system.
 */
export const INTERNATIONAL_NUMBER = { minDigits: 7, maxDigits: 15, inForceFrom: '2010-11-18' } as const;
