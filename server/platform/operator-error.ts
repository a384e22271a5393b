/** What the operator can set right: the sentence says how, and a stack trace would only hide it. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
