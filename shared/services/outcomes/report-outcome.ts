import {
  loadOutcome,
  loadOutcomeSum,
  outcomeSumKind,
  putOutcome,
  sumIdOf,
} from '#shared/data/outcomes/outcome-store.ts';
import { type Stored, unchanged } from '#shared/data/table/document.ts';
import { type Event, isAnnounced, territoryOf } from '#shared/domain/events/event.ts';
import * as messages from '#shared/domain/outcomes/messages.ts';
import { type Outcome, requireBegun, withReport } from '#shared/domain/outcomes/outcome.ts';
import type { ReportOutcome } from '#shared/domain/outcomes/outcome-input.ts';
import { isMember, isVisible, type Producer } from '#shared/domain/producers/producer.ts';
import { brokenRule, Problem } from '#shared/platform/problem.ts';
import { loadEvent, loadProducer } from '#shared/services/access/documents.ts';
import { forbiddenOrNotFound } from '#shared/services/access/forbidden-or-not-found.ts';
import { isInTerritory } from '#shared/services/access/officer-territory.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { participates } from '#shared/services/outcomes/internal/participation.ts';

const findProducer = async (context: Context, id: string): Promise<Producer | undefined> => {
  try {
    return (await loadProducer(context, id)).value;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return undefined;
    throw error;
  }
};

const UNKNOWN = brokenRule('/producer', 'producer_unknown', messages.producerUnknown);

const notParticipating = (): Problem => new Problem('forbidden', messages.notParticipating);

/**
 * The subject of the report, after checking the caller: officers report about any verified producer or the event
 * itself, members about their own participating producer.
 */
const subjectFor = async (
  context: Context,
  { value: event }: Stored<Event>,
  id: string | undefined,
): Promise<Outcome['producer']> => {
  const officer = await isInTerritory(context, territoryOf(event));
  const producer = id === undefined ? undefined : await findProducer(context, id);
  const member = producer !== undefined && isMember(producer, context.caller.subject);
  if (!officer && !(member && isAnnounced(event))) throw forbiddenOrNotFound(isAnnounced(event));
  requireBegun(event, context.today);
  if (id === undefined) return null;
  if (!producer || !isVisible(producer)) {
    throw member
      ? new Problem('producer_not_verified')
      : new Problem('rule_violated', undefined, { faults: [UNKNOWN] });
  }
  if (!officer && !(await participates(context, event, producer.id))) throw notParticipating();
  return { id: producer.id, name: producer.name };
};

/**
 * Stores the outcome of an event for a producer, or for the event itself. A later report of the same subject replaces
 * the earlier one, which stays in the audit.
 */
export const reportOutcome = async (context: Context, id: string, input: ReportOutcome): Promise<Outcome> => {
  const event = await loadEvent(context, id);
  const producer = await subjectFor(context, event, input.producer);
  // The sum is read first, so that a concurrent report makes its condition fail in any order of reads.
  const before = await loadOutcomeSum(context.reader, id);
  const replaced = before && (await loadOutcome(context.reader, id, input.producer));
  const { contracts, contractsVnd = null, memoranda, turnoverVnd, visitors, note = null } = input;
  const figures = { contracts, contractsVnd, memoranda, turnoverVnd, visitors };
  const outcome: Outcome = {
    producer,
    ...figures,
    note,
    reportedBy: context.caller.subject,
    reportedAt: context.now.toISOString(),
  };
  const after = withReport(event.value, {
    id: sumIdOf(id),
    ...(before ? { before: before.value } : {}),
    ...(replaced ? { replaced } : {}),
    report: figures,
  });
  return commit(
    context,
    {
      saves: [{ kind: outcomeSumKind, before, after }],
      also: [putOutcome(id, outcome), unchanged(event)],
      auditEvents: [
        { subject: id, action: 'event.report-outcome', outcome: { producer: producer?.id ?? null, ...figures } },
      ],
    },
    outcome,
  );
};
