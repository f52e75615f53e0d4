import { readOffices } from '#shared/data/access/membership-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import { OFFICER_GROUP } from '#shared/domain/access/caller.ts';
import { covers, type Territory } from '#shared/domain/access/territory.ts';
import { type Event, isAnnounced, territoryOf as territoryOfEvent } from '#shared/domain/events/event.ts';
import { MINISTRY_OFFICE, type Office } from '#shared/domain/offices/office.ts';
import { isMember, isVisible, type Producer } from '#shared/domain/producers/producer.ts';
import { isPublic, type Product, provinceInCharge } from '#shared/domain/products/product.ts';
import type { Certificate } from '#shared/domain/recognition/certificate.ts';
import { isKnown, type SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadCertificate, loadEvent, loadOffice, loadProducer, loadProduct, loadSalesPoint } from './documents.ts';
import { forbidden, refusal } from './forbidden-or-not-found.ts';

const NOWHERE: Territory = { country: false, provinces: [] };

/**
 * Where the caller is an officer: nowhere unless the token carries the officer group and the person is a member of an
 * office.
 */
export const territoryOf = async (context: Context): Promise<Territory> => {
  if (!context.caller.groups.includes(OFFICER_GROUP)) return NOWHERE;
  const offices = await readOffices(context.reader, context.caller.subject);
  if (offices.includes(MINISTRY_OFFICE)) return { country: true };
  return { country: false, provinces: offices.map((office) => office.slice('off_'.length)) };
};

/** Whether the caller is an officer of a current province, by its code. */
export const isInTerritory = async (context: Context, province: string): Promise<boolean> =>
  covers(await territoryOf(context), province);

const isOfficer = (territory: Territory): boolean => territory.country || territory.provinces.length > 0;

/** The caller's territory; 403 for whoever is no officer. */
export const requireOfficer = async (context: Context): Promise<Territory> => {
  const territory = await territoryOf(context);
  if (!isOfficer(territory)) throw forbidden();
  return territory;
};

/** The product, for officers of its territory; others get 403 where they may know of it and 404 where not. */
export const loadProductAsOfficer = async (context: Context, id: string): Promise<Stored<Product>> => {
  const [territory, product] = await Promise.all([territoryOf(context), loadProduct(context, id)]);
  if (covers(territory, provinceInCharge(product.value))) return product;
  const producer = await loadProducer(context, product.value.producer.id);
  throw refusal(isPublic(product.value) || isMember(producer.value, context.caller.subject));
};

/** The producer, for officers of its territory; others get 403 where they may know of it and 404 where not. */
export const loadProducerAsOfficer = async (context: Context, id: string): Promise<Stored<Producer>> => {
  const [territory, producer] = await Promise.all([territoryOf(context), loadProducer(context, id)]);
  if (covers(territory, producer.value.province.code)) return producer;
  throw refusal(isVisible(producer.value) || isMember(producer.value, context.caller.subject));
};

/** The certificate, for officers of its territory; others get 403 where they may know of it and 404 where not. */
export const loadCertificateAsOfficer = async (context: Context, id: string): Promise<Stored<Certificate>> => {
  const [territory, certificate] = await Promise.all([territoryOf(context), loadCertificate(context, id)]);
  if (covers(territory, certificate.value.province)) return certificate;
  const product = await loadProduct(context, certificate.value.product.id);
  const producer = await loadProducer(context, product.value.producer.id);
  throw refusal(product.value.producer.visible || isMember(producer.value, context.caller.subject));
};

/** The sales point, for officers of its territory; others get 403 where they may know of it and 404 where not. */
export const loadSalesPointAsOfficer = async (context: Context, id: string): Promise<Stored<SalesPoint>> => {
  const [territory, point] = await Promise.all([territoryOf(context), loadSalesPoint(context, id)]);
  if (covers(territory, point.value.province.code)) return point;
  throw refusal(isKnown(point.value) || isMember(point.value, context.caller.subject));
};

/** The office, for officers whose territory holds it; that offices exist is no secret, so others get 403. */
export const loadOfficeAsOfficer = async (context: Context, id: string): Promise<Stored<Office>> => {
  const territory = await requireOfficer(context);
  const office = await loadOffice(context, id);
  if (!covers(territory, office.value.territory)) throw forbidden();
  return office;
};

/** The event, for officers of the territory of the office that runs it; others get 403 where it is announced, otherwise 404. */
export const loadEventAsOfficer = async (context: Context, id: string): Promise<Stored<Event>> => {
  const [territory, event] = await Promise.all([territoryOf(context), loadEvent(context, id)]);
  if (covers(territory, territoryOfEvent(event.value))) return event;
  throw refusal(isAnnounced(event.value));
};
