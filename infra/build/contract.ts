import { auditContract as backofficeAuditContract } from '#functions/backoffice/audit.contract.ts';
import { certificateContract as backofficeCertificateContract } from '#functions/backoffice/certificates.contract.ts';
import { imageContract as backofficeImageContract } from '#functions/backoffice/images.contract.ts';
import { meContract as backofficeMeContract } from '#functions/backoffice/me.contract.ts';
import { officeContract as backofficeOfficeContract } from '#functions/backoffice/offices.contract.ts';
import { producerContract as backofficeProducerContract } from '#functions/backoffice/producers.contract.ts';
import { productContract as backofficeProductContract } from '#functions/backoffice/products.contract.ts';
import { reviewContract as backofficeReviewContract } from '#functions/backoffice/reviews.contract.ts';
import { salesPointContract as backofficeSalesPointContract } from '#functions/backoffice/sales-points.contract.ts';
import { certificateContract as catalogCertificateContract } from '#functions/catalog/certificates.contract.ts';
import { eventContract as catalogEventContract } from '#functions/catalog/events.contract.ts';
import { placeContract as catalogPlaceContract } from '#functions/catalog/places.contract.ts';
import { producerContract as catalogProducerContract } from '#functions/catalog/producers.contract.ts';
import { productContract as catalogProductContract } from '#functions/catalog/products.contract.ts';
import { promotionContract as catalogPromotionContract } from '#functions/catalog/promotions.contract.ts';
import { salesPointContract as catalogSalesPointContract } from '#functions/catalog/sales-points.contract.ts';
import { serviceContract as catalogServiceContract } from '#functions/catalog/service.contract.ts';
import { taxonomyContract as catalogTaxonomyContract } from '#functions/catalog/taxonomy.contract.ts';
import { attendanceContract as eventsAttendanceContract } from '#functions/events/attendance.contract.ts';
import { boothContract as eventsBoothContract } from '#functions/events/booths.contract.ts';
import { eventContract as eventsEventContract } from '#functions/events/events.contract.ts';
import { outcomeContract as eventsOutcomeContract } from '#functions/events/outcomes.contract.ts';
import { promotionContract as eventsPromotionContract } from '#functions/events/promotions.contract.ts';
import { registrationContract as eventsRegistrationContract } from '#functions/events/registrations.contract.ts';
import { grantContract as stockGrantContract } from '#functions/stock/grants.contract.ts';
import { stockContract as stockStockContract } from '#functions/stock/stock.contract.ts';
import type { Operation } from '#shared/contract/operation.ts';

/** The description of every operation, by its id. */
export const contract: Readonly<Record<string, Operation>> = {
  ...backofficeAuditContract,
  ...backofficeCertificateContract,
  ...backofficeImageContract,
  ...backofficeMeContract,
  ...backofficeOfficeContract,
  ...backofficeProducerContract,
  ...backofficeProductContract,
  ...backofficeReviewContract,
  ...backofficeSalesPointContract,
  ...catalogCertificateContract,
  ...catalogEventContract,
  ...catalogPlaceContract,
  ...catalogProducerContract,
  ...catalogProductContract,
  ...catalogPromotionContract,
  ...catalogSalesPointContract,
  ...catalogServiceContract,
  ...catalogTaxonomyContract,
  ...eventsAttendanceContract,
  ...eventsBoothContract,
  ...eventsEventContract,
  ...eventsOutcomeContract,
  ...eventsPromotionContract,
  ...eventsRegistrationContract,
  ...stockGrantContract,
  ...stockStockContract,
};
