import { officeKind } from '#shared/data/offices/office-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { COUNTRY, covers, type Territory } from '#shared/domain/access/territory.ts';
import type { Event } from '#shared/domain/events/event.ts';
import * as messages from '#shared/domain/events/messages.ts';
import { MINISTRY_OFFICE, type Office, provinceOffice } from '#shared/domain/offices/office.ts';
import { brokenRule, type Fault, Problem } from '#shared/platform/problem.ts';
import { forbidden } from '#shared/services/access/forbidden-or-not-found.ts';
import type { Context } from '#shared/services/kernel/context.ts';

const chooseOffice = (place: Pick<Fault, 'pointer' | 'parameter'>): Problem =>
  new Problem('invalid_request', undefined, {
    faults: [
      {
        ...place,
        code: 'required',
        detail: messages.chooseOffice,
      },
    ],
  });

/**
 * The id of the office for an officer's request: the given one if the officer's territory includes it (403 otherwise),
 * or the officer's only office. 400 if an officer of several offices names none; `place` is the place of the fault.
 */
export const officeMeant = (
  territory: Territory,
  asked: string | undefined,
  place: Pick<Fault, 'pointer' | 'parameter'>,
): string => {
  if (asked !== undefined) {
    const code = asked === MINISTRY_OFFICE ? COUNTRY : asked.slice('off_'.length);
    if (!covers(territory, code)) throw forbidden();
    return asked;
  }
  if (territory.country) return MINISTRY_OFFICE;
  const [only, ...others] = territory.provinces;
  if (only === undefined || others.length > 0) throw chooseOffice(place);
  return provinceOffice(only);
};

/** The organiser of an event by the office's id, with the office's name. 422 for an office that does not exist. */
export const organizerOf = async (context: Context, id: string): Promise<Event['organizer']> => {
  const office: Office | undefined = (await loadDocument(context.reader, officeKind, id, { consistent: true }))?.value;
  if (office) return { office: id, name: office.name };
  throw new Problem('rule_violated', undefined, {
    faults: [brokenRule('/office', 'office_unknown', messages.officeUnknown)],
  });
};
