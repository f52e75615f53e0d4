import { addProducerMember } from '#functions/backoffice/routes/add-producer-member.ts';
import { addSalesPointMember } from '#functions/backoffice/routes/add-sales-point-member.ts';
import { appointOfficer } from '#functions/backoffice/routes/appoint-officer.ts';
import { approveProduct } from '#functions/backoffice/routes/approve-product.ts';
import { approveSalesPoint } from '#functions/backoffice/routes/approve-sales-point.ts';
import { archiveProduct } from '#functions/backoffice/routes/archive-product.ts';
import { arrangeImages } from '#functions/backoffice/routes/arrange-images.ts';
import { correctCertificate } from '#functions/backoffice/routes/correct-certificate.ts';
import { createCertificate } from '#functions/backoffice/routes/create-certificate.ts';
import { createProduct } from '#functions/backoffice/routes/create-product.ts';
import { createSalesPoint } from '#functions/backoffice/routes/create-sales-point.ts';
import { dismissOfficer } from '#functions/backoffice/routes/dismiss-officer.ts';
import { editProducer } from '#functions/backoffice/routes/edit-producer.ts';
import { editProduct } from '#functions/backoffice/routes/edit-product.ts';
import { editSalesPoint } from '#functions/backoffice/routes/edit-sales-point.ts';
import { extendCertificate } from '#functions/backoffice/routes/extend-certificate.ts';
import { getMe } from '#functions/backoffice/routes/get-me.ts';
import { getOffice } from '#functions/backoffice/routes/get-office.ts';
import { getOwnProducer } from '#functions/backoffice/routes/get-own-producer.ts';
import { getOwnProduct } from '#functions/backoffice/routes/get-own-product.ts';
import { getOwnSalesPoint } from '#functions/backoffice/routes/get-own-sales-point.ts';
import { getReview } from '#functions/backoffice/routes/get-review.ts';
import { listAudit } from '#functions/backoffice/routes/list-audit.ts';
import { listCertificates } from '#functions/backoffice/routes/list-certificates.ts';
import { listOwnProducts } from '#functions/backoffice/routes/list-own-products.ts';
import { listReviews } from '#functions/backoffice/routes/list-reviews.ts';
import { pauseSalesPoint } from '#functions/backoffice/routes/pause-sales-point.ts';
import { registerProducer } from '#functions/backoffice/routes/register-producer.ts';
import { reinstateCertificate } from '#functions/backoffice/routes/reinstate-certificate.ts';
import { reinstateProduct } from '#functions/backoffice/routes/reinstate-product.ts';
import { removeImage } from '#functions/backoffice/routes/remove-image.ts';
import { removeProducerMember } from '#functions/backoffice/routes/remove-producer-member.ts';
import { removeSalesPointMember } from '#functions/backoffice/routes/remove-sales-point-member.ts';
import { requestImage } from '#functions/backoffice/routes/request-image.ts';
import { requestProductChanges } from '#functions/backoffice/routes/request-product-changes.ts';
import { restoreProduct } from '#functions/backoffice/routes/restore-product.ts';
import { revokeCertificate } from '#functions/backoffice/routes/revoke-certificate.ts';
import { submitProduct } from '#functions/backoffice/routes/submit-product.ts';
import { suspendProducer } from '#functions/backoffice/routes/suspend-producer.ts';
import { suspendProduct } from '#functions/backoffice/routes/suspend-product.ts';
import { verifyProducer } from '#functions/backoffice/routes/verify-producer.ts';
import { withdrawProduct } from '#functions/backoffice/routes/withdraw-product.ts';
import type { Route } from '#shared/http/route.ts';

/** The authenticated work of producers, sales points and officers. */
export const routes: readonly Route[] = [
  addProducerMember,
  addSalesPointMember,
  appointOfficer,
  approveProduct,
  approveSalesPoint,
  archiveProduct,
  arrangeImages,
  correctCertificate,
  createCertificate,
  createProduct,
  createSalesPoint,
  dismissOfficer,
  editProducer,
  editProduct,
  editSalesPoint,
  extendCertificate,
  getMe,
  getOffice,
  getOwnProducer,
  getOwnProduct,
  getOwnSalesPoint,
  getReview,
  listAudit,
  listCertificates,
  listOwnProducts,
  listReviews,
  pauseSalesPoint,
  registerProducer,
  reinstateProduct,
  removeImage,
  removeProducerMember,
  removeSalesPointMember,
  requestImage,
  requestProductChanges,
  restoreProduct,
  revokeCertificate,
  reinstateCertificate,
  submitProduct,
  suspendProducer,
  suspendProduct,
  verifyProducer,
  withdrawProduct,
];
