import { Problem, type Text } from '#shared/platform/problem.ts';
import { stateConflict } from './messages.ts';

/**
 * A transition: the states in which it can start, and the states to which it can lead. The condition of the write and
 * the text of the 409 are built from this value; `verb` names it in both languages.
 */
export type Transition<S extends string> = {
  readonly verb: Text;
  readonly from: readonly S[];
  readonly to: readonly S[];
};

/** What refuses a transition in a state: the text of the 409. */
export type ConflictText<S extends string> = (state: S, transition: Transition<S>) => Text;

/** A refusal that names the state and the states that would allow the transition. */
export const namingStates =
  <S extends string>(noun: Text, statesVi: Record<S, string>): ConflictText<S> =>
  (state, { verb, from }) =>
    stateConflict(
      verb,
      noun,
      { vi: statesVi[state], en: state },
      { vi: from.map((one) => statesVi[one]), en: [...from] },
    );

/** Throws 409 `state_conflict` unless a transition may start from a state. */
export const requireState = <S extends string>(
  conflictText: ConflictText<S>,
  state: S,
  transition: Transition<S>,
): void => {
  if (!transition.from.includes(state)) throw new Problem('state_conflict', conflictText(state, transition));
};

type Propagated<S extends string> = { status: S; unfinished: boolean };

/** Whether a transition is committed but not fully propagated, so that it can be continued. */
export const isBegun = <S extends string>({ status, unfinished }: Propagated<S>, { to }: Transition<S>): boolean =>
  unfinished && to.includes(status);

/** Throws 409 `state_conflict` unless a transition can start or be continued. */
export const requireStart = <S extends string>(
  conflictText: ConflictText<S>,
  document: Propagated<S>,
  transition: Transition<S>,
): void => {
  if (!isBegun(document, transition)) requireState(conflictText, document.status, transition);
};
