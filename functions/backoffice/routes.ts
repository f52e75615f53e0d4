import type { Route } from '../../shared/http/route.ts';
import { addProducerMember } from './routes/add-producer-member.ts';
import { addSalesPointMember } from './routes/add-sales-point-member.ts';
import { appointOfficer } from './routes/appoint-officer.ts';
import { approveProduct } from './routes/approve-product.ts';
import { approveSalesPoint } from './routes/approve-sales-point.ts';
import { archiveProduct } from './routes/archive-product.ts';
import { arrangeImages } from './routes/arrange-images.ts';
import { correctCertificate } from './routes/correct-certificate.ts';
import { createCertificate } from './routes/create-certificate.ts';
import { createProduct } from './routes/create-product.ts';
import { createSalesPoint } from './routes/create-sales-point.ts';
import { dismissOfficer } from './routes/dismiss-officer.ts';
import { editProducer } from './routes/edit-producer.ts';
import { editProduct } from './routes/edit-product.ts';
import { editSalesPoint } from './routes/edit-sales-point.ts';
import { extendCertificate } from './routes/extend-certificate.ts';
import { getMe } from './routes/get-me.ts';
import { getOffice } from './routes/get-office.ts';
import { getOwnProducer } from './routes/get-own-producer.ts';
import { getOwnProduct } from './routes/get-own-product.ts';
import { getOwnSalesPoint } from './routes/get-own-sales-point.ts';
import { getReview } from './routes/get-review.ts';
import { listAudit } from './routes/list-audit.ts';
import { listCertificates } from './routes/list-certificates.ts';
import { listOwnProducts } from './routes/list-own-products.ts';
import { listReviews } from './routes/list-reviews.ts';
import { pauseSalesPoint } from './routes/pause-sales-point.ts';
import { registerProducer } from './routes/register-producer.ts';
import { reinstateCertificate } from './routes/reinstate-certificate.ts';
import { reinstateProduct } from './routes/reinstate-product.ts';
import { removeImage } from './routes/remove-image.ts';
import { removeProducerMember } from './routes/remove-producer-member.ts';
import { removeSalesPointMember } from './routes/remove-sales-point-member.ts';
import { requestImage } from './routes/request-image.ts';
import { requestProductChanges } from './routes/request-product-changes.ts';
import { restoreProduct } from './routes/restore-product.ts';
import { revokeCertificate } from './routes/revoke-certificate.ts';
import { submitProduct } from './routes/submit-product.ts';
import { suspendProducer } from './routes/suspend-producer.ts';
import { suspendProduct } from './routes/suspend-product.ts';
import { verifyProducer } from './routes/verify-producer.ts';
import { withdrawProduct } from './routes/withdraw-product.ts';

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
