import {
  countOfProduct,
  countRegistration,
  liveRegistration,
  registrationActions,
  timesRegistered,
} from '#shared/data/registrations/registration-store.ts';
import { type Stored, unchanged } from '#shared/data/table/document.ts';
import type { Event } from '#shared/domain/events/event.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { openFaults, productFaults } from '#shared/domain/registrations/eligibility.ts';
import * as messages from '#shared/domain/registrations/messages.ts';
import { REGISTRATIONS_MAX, type Registration } from '#shared/domain/registrations/registration.ts';
import { audienceFaults, type Register } from '#shared/domain/registrations/registration-input.ts';
import { type RegistrationView, registrationView } from '#shared/domain/registrations/registration-views.ts';
import type { Waitlist } from '#shared/domain/registrations/waitlist.ts';
import { newId } from '#shared/platform/ids.ts';
import { Problem } from '#shared/platform/problem.ts';
import { loadOwnProduct } from '#shared/services/access/membership.ts';
import { commit, IdempotencyKeyUsedError } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { retryOnConflict } from '#shared/services/kernel/retry-on-conflict.ts';
import { loadAnnouncedEvent } from '#shared/services/registrations/internal/load-registration.ts';
import { loadPassKey, type PassKey } from '#shared/services/registrations/internal/pass-key.ts';
import {
  isQueueNumberTaken,
  openWaitlist,
  type Registrable,
  releaseQueueNumber,
  takeNextNumber,
} from '#shared/services/registrations/internal/queue-numbers.ts';

type Entrant = { product: Stored<Product>; producer: Stored<Producer> } | undefined;
type Admitted = { event: Registrable; entrant: Entrant };

const isRegistrable = (event: Stored<Event>): event is Registrable => event.value.registration !== null;

const requireFree = async (context: Context, event: string, entrant: Entrant): Promise<void> => {
  const product = entrant ? { id: entrant.product.value.id, name: '' } : null;
  const registrant = { event, product, subject: context.caller.subject };
  const [registered, times] = await Promise.all([
    liveRegistration(context.reader, registrant),
    timesRegistered(context.reader, registrant),
  ]);
  if (registered !== undefined) {
    throw new Problem('already_exists', messages.alreadyRegistered);
  }
  if (times >= REGISTRATIONS_MAX) {
    throw new Problem('state_conflict', messages.registeredTooOften(times));
  }
};

/** Checks that the caller can register and is not registered yet; reports all reasons against it at once. */
const admit = async (context: Context, eventId: string, input: Register): Promise<Admitted> => {
  const event = await loadAnnouncedEvent(context, eventId);
  const entrant = input.product === undefined ? undefined : await loadOwnProduct(context, input.product);
  const rules = event.value.registration;
  requireRules([
    ...openFaults(event.value, context.today),
    ...(rules ? audienceFaults(rules, input) : []),
    ...(rules?.audience === 'products' && entrant ? productFaults(event.value, rules, entrant.product.value) : []),
  ]);
  if (!isRegistrable(event)) throw new Error('an open event without rules');
  await requireFree(context, event.value.id, entrant);
  return { event, entrant };
};

const contactOf = (entrant: Entrant, { name = '', phone, organisation }: Register): Registration['contact'] =>
  entrant
    ? { name: entrant.producer.value.name, phone: entrant.producer.value.phone }
    : { name, ...(phone === undefined ? {} : { phone }), ...(organisation === undefined ? {} : { organisation }) };

const registrationOf = (
  context: Context,
  { event, entrant }: Admitted,
  input: Register,
  place: { id: string; queueNumber: number; key: PassKey },
): Registration => {
  const { id, queueNumber, key } = place;
  const { approval } = event.value.registration;
  const at = context.now.toISOString();
  const product = entrant?.product.value;
  return {
    id,
    status: approval ? 'pending' : 'confirmed',
    event: event.value.id,
    ticket: queueNumber,
    approval,
    subject: context.caller.subject,
    product: product ? { id: product.id, name: (product.face?.content ?? product.content).name } : null,
    producer: entrant ? { id: entrant.producer.value.id, name: entrant.producer.value.name } : null,
    contact: contactOf(entrant, input),
    ...(input.note === undefined ? {} : { note: input.note }),
    booth: null,
    pass: key.sign({ event: event.value.id, registration: id, who: entrant ? 'product' : 'person' }),
    ending: null,
    barred: null,
    createdAt: at,
    updatedAt: at,
    approvedAt: null,
  };
};

const write = (context: Context, admitted: Admitted, registration: Registration, waitlist: Waitlist) =>
  commit(
    context,
    {
      saves: [],
      also: [
        ...registrationActions(undefined, registration),
        countRegistration(registration),
        ...(admitted.entrant
          ? [unchanged(admitted.entrant.product), countOfProduct(admitted.entrant.product.value.id)]
          : []),
      ],
      auditEvents: [{ subject: registration.id, action: 'registration.create', to: registration.status }],
    },
    registrationView(registration, waitlist, admitted.event.value, context.today),
  );

/** What a queue number is surely without a registration by; after an outage nobody knows. */
const isFinal = (error: unknown): boolean =>
  error instanceof IdempotencyKeyUsedError || (error instanceof Problem && error.code !== 'dependency_unavailable');

/**
 * Registers a product of the caller's producer, or the caller, for an event. The queue number is taken in a write of its own, so that
 * no number of parallel registrations meet each other; races that are lost afterwards keep it.
 */
export const registerForEvent = async (
  context: Context,
  eventId: string,
  input: Register,
): Promise<RegistrationView> => {
  const first = await admit(context, eventId, input);
  const key = (await loadPassKey(context, eventId)) ?? (await openWaitlist(context, first.event));
  const id = newId('registration', context.now);
  let taken = await takeNextNumber(context, first.event);
  try {
    return await retryOnConflict(context, async (lost) => {
      const admitted = lost === 0 ? first : await admit(context, eventId, input);
      const registration = registrationOf(context, admitted, input, { id, queueNumber: taken.queueNumber, key });
      try {
        return await write(context, admitted, registration, taken.waitlist);
      } catch (error) {
        // Void meanwhile: the place has gone to the next one.
        if (isQueueNumberTaken(error)) taken = await takeNextNumber(context, admitted.event);
        throw error;
      }
    });
  } catch (error) {
    if (isFinal(error)) await releaseQueueNumber(context, eventId, taken.queueNumber);
    throw error;
  }
};
