/** A reason not to start that the user can resolve: printed as one line, without a stack. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}
