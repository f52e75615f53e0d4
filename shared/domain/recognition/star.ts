import type { CertificateMark } from '../products/product.ts';

/** The stars of OCOP that are recognised, and none. */
export type Stars = 3 | 4 | 5 | null;

/**
 * The certificate that decides on a product's star: of all that were entered, the one issued last. A revoked one decides
 * too: it leaves no star, and an older one does not come back into force.
 */
export const decidingCertificate = (certificates: readonly CertificateMark[]): CertificateMark | null => {
  const [latest] = [...certificates].sort((a, b) =>
    a.issuedOn === b.issuedOn ? (a.enteredAt < b.enteredAt ? 1 : -1) : a.issuedOn < b.issuedOn ? 1 : -1,
  );
  return latest && !latest.revoked ? latest : null;
};

/**
 * The certificate that gives a star on a Vietnamese calendar day: from the day of issue to `effectiveTo`, both included.
 * The day after, the star is gone, whether or not any job has run.
 */
export const certificateOn = (certificates: readonly CertificateMark[], day: string): CertificateMark | null => {
  const deciding = decidingCertificate(certificates);
  return deciding && deciding.issuedOn <= day && day <= deciding.effectiveTo ? deciding : null;
};
