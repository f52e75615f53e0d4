import type { CertificateSnapshot } from '#shared/domain/products/product.ts';

const orderOf = ({ issuedOn, enteredAt, id }: CertificateSnapshot): string => `${issuedOn} ${enteredAt} ${id}`;

/**
 * The certificate that decides on a product's star: of all that were entered, the one issued last, and of those the one
 * entered last (within a millisecond, the higher id). A revoked one decides too: it leaves no star, and an older one
 * does not come back into force.
 */
export const decidingCertificate = (certificates: readonly CertificateSnapshot[]): CertificateSnapshot | null => {
  const [latest] = [...certificates].sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1));
  return latest && !latest.revoked ? latest : null;
};

/** Whether a day lies between a certificate's day of issue and its last day, both included. */
export const isOnDay = (
  { issuedOn, effectiveTo }: Pick<CertificateSnapshot, 'issuedOn' | 'effectiveTo'>,
  day: string,
): boolean => issuedOn <= day && day <= effectiveTo;

/**
 * The certificate that gives a star on a Vietnamese calendar day: from the day of issue to `effectiveTo`, both included.
 * The day after, the star is gone, whether or not any job has run.
 */
export const certificateOn = (
  certificates: readonly CertificateSnapshot[],
  day: string,
): CertificateSnapshot | null => {
  const deciding = decidingCertificate(certificates);
  return deciding && isOnDay(deciding, day) ? deciding : null;
};
