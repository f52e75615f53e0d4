import { Problem, type Text } from '#shared/platform/problem.ts';

/**
 * A named change of state, in both languages: the states that it may start from, and those that it may lead to. What refuses it, and
 * what documents it, is made from this value.
 */
export type Transition<S extends string> = {
  readonly name: string;
  readonly vi: string;
  readonly from: readonly S[];
  readonly to: readonly S[];
};

/** What refuses a transition in a state: the text of the 409. */
export type Refusal<S extends string> = (state: S, transition: Transition<S>) => Text;

/** A refusal that names the state and the states that would allow the transition. */
export const namingStates =
  <S extends string>(subject: Text, statesVi: Record<S, string>): Refusal<S> =>
  (state, { name, vi, from }) => ({
    vi: `Không thể ${vi} khi ${subject.vi} ${statesVi[state]}; chỉ được khi ${from.map((one) => statesVi[one]).join(', ')}.`,
    en: `Cannot ${name} ${subject.en} that is ${state}; only one that is ${from.join(' or ')}.`,
  });

/** Throws 409 `state_conflict` unless a transition may start from a state. */
export const requireState = <S extends string>(refusal: Refusal<S>, state: S, transition: Transition<S>): void => {
  if (!transition.from.includes(state)) throw new Problem('state_conflict', refusal(state, transition));
};

type Propagated<S extends string> = { status: S; unfinished: boolean };

/** Whether a transition was made already but has not reached all that shows it: it may be taken up again. */
export const isBegun = <S extends string>({ status, unfinished }: Propagated<S>, { to }: Transition<S>): boolean =>
  unfinished && to.includes(status);

/** Throws 409 `state_conflict` unless a transition may start, or be taken up again. */
export const requireStart = <S extends string>(
  refusal: Refusal<S>,
  document: Propagated<S>,
  transition: Transition<S>,
): void => {
  if (!isBegun(document, transition)) requireState(refusal, document.status, transition);
};
