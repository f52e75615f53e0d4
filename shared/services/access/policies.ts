// Members and officers of documents, and who may know of them.
import type { Stored } from '#shared/data/table/document.ts';
import { type Event, isAnnounced, territoryOf as territoryOfEvent } from '#shared/domain/events/event.ts';
import { isMember, isVisible, type Producer } from '#shared/domain/producers/producer.ts';
import { isPublic, type Product, provinceInCharge } from '#shared/domain/products/product.ts';
import type { Certificate } from '#shared/domain/recognition/certificate.ts';
import { isKnown, type SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadCertificate, loadEvent, loadProducer, loadProduct, loadSalesPoint } from './documents.ts';
import type { Policy } from './load-as.ts';

type Role = 'member' | 'officer';

/** Members and officers may know of a document in every state, everybody of a public one. */
const publicOrAnyRole =
  <L>(isPublicOne: (loaded: L) => boolean): Policy<L, Role>['isKnown'] =>
  async (loaded, holds) =>
    isPublicOne(loaded) || (await holds('member')) || (await holds('officer'));

export const producerPolicy: Policy<Stored<Producer>, Role> = {
  load: loadProducer,
  roles: {
    member: ({ value }, { context }) => isMember(value, context.caller.subject),
    officer: ({ value }, { isOfficerOf }) => isOfficerOf(value.province.code),
  },
  isKnown: publicOrAnyRole(({ value }) => isVisible(value)),
};

/** A product; its producer, which determines its members, is loaded on demand. */
export type LoadedProduct = { product: Stored<Product>; producer: () => Promise<Stored<Producer>> };

const withProducer = (context: Context, product: Stored<Product>): LoadedProduct => {
  let producer: Promise<Stored<Producer>> | undefined;
  return {
    product,
    producer: () => {
      producer ??= loadProducer(context, product.value.producer.id);
      return producer;
    },
  };
};

const isMemberOfProducer = async ({ producer }: LoadedProduct, { caller }: Context): Promise<boolean> =>
  isMember((await producer()).value, caller.subject);

export const productPolicy: Policy<LoadedProduct, Role> = {
  load: async (context, id) => withProducer(context, await loadProduct(context, id)),
  roles: {
    member: (loaded, { context }) => isMemberOfProducer(loaded, context),
    officer: ({ product }, { isOfficerOf }) => isOfficerOf(provinceInCharge(product.value)),
  },
  isKnown: publicOrAnyRole(({ product }) => isPublic(product.value)),
};

export const salesPointPolicy: Policy<Stored<SalesPoint>, Role> = {
  load: loadSalesPoint,
  roles: {
    member: ({ value }, { context }) => isMember(value, context.caller.subject),
    officer: ({ value }, { isOfficerOf }) => isOfficerOf(value.province.code),
  },
  isKnown: publicOrAnyRole(({ value }) => isKnown(value)),
};

/** Officers decide on certificates; everybody who may know of the producer may know of them. */
export const certificatePolicy: Policy<Stored<Certificate>, 'officer'> = {
  load: loadCertificate,
  roles: { officer: ({ value }, { isOfficerOf }) => isOfficerOf(value.province) },
  isKnown: async ({ value }, _, { context }) => {
    const loaded = withProducer(context, await loadProduct(context, value.product.id));
    return loaded.product.value.producer.visible || isMemberOfProducer(loaded, context);
  },
};

export const eventPolicy: Policy<Stored<Event>, 'officer'> = {
  load: loadEvent,
  roles: { officer: ({ value }, { isOfficerOf }) => isOfficerOf(territoryOfEvent(value)) },
  isKnown: ({ value }) => isAnnounced(value),
};
