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
 * The id of the office that an officer means: the one that was said, where the officer's territory holds it (403 otherwise),
 * or their only one. 400 where an officer of several says none; `place` is where it could have been said.
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

/** Who runs an event, by the office's id: named as the office is. 422 for an office that was never opened. */
export const organizerOf = async (context: Context, id: string): Promise<Event['organizer']> => {
  const office: Office | undefined = (await loadDocument(context.reader, officeKind, id, { consistent: true }))?.value;
  if (office) return { office: id, name: office.name };
  throw new Problem('rule_violated', undefined, {
    faults: [brokenRule('/office', 'office_unknown', messages.officeUnknown)],
  });
};
