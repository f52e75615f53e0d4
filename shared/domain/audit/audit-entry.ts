import * as z from 'zod';
import { Figures } from '#shared/domain/outcomes/outcome.ts';

/**
 * An action on a document: who, when, why, and the states before and after. `changed` names fields, never values, so
 * that no personal data is copied. A replaced outcome report is stored with its values.
 */
export const AuditEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  requestId: z.string(),
  subject: z.string(),
  action: z.string(),
  reason: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  changed: z.array(z.string()).optional(),
  product: z.string().optional().describe('Which product of a sales point it is about.'),
  member: z.string().optional().describe('Who was given or lost rights.'),
  outcome: z
    .object({ producer: z.string().nullable(), ...Figures.shape })
    .optional()
    .describe('What was reported of an event: of a producer, or of the event itself.'),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
