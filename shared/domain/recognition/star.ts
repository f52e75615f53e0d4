import type { CertificateSnapshot } from '#shared/domain/products/product.ts';

const orderOf = ({ issuedOn, enteredAt, id }: CertificateSnapshot): string => `${issuedOn} ${enteredAt} ${id}`;

/**
 * The certificate that decides on a product's star: the one issued last, and of those the one entered last (within a
 * millisecond, the higher id). A revoked one decides too: the product then has no star, and an older certificate does
 * not become effective again.
 */
export const decidingCertificate = (certificates: readonly CertificateSnapshot[]): CertificateSnapshot | null => {
  const [latest] = [...certificates].sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1));
  return latest && !latest.revoked ? latest : null;
};

/** Whether a day is between a certificate's day of issue and its last day, both included. */
export const isOnDay = (
  { issuedOn, effectiveTo }: Pick<CertificateSnapshot, 'issuedOn' | 'effectiveTo'>,
  day: string,
): boolean => issuedOn <= day && day <= effectiveTo;

/**
 * The certificate that gives a star on a Vietnamese calendar day: from the day of issue to `effectiveTo`, both
 * included. The star ends on the next day without any job.
 */
export const certificateOn = (
  certificates: readonly CertificateSnapshot[],
  day: string,
): CertificateSnapshot | null => {
  const deciding = decidingCertificate(certificates);
  return deciding && isOnDay(deciding, day) ? deciding : null;
};
