/** What everything that a browser keeps of an account is called. */
export function placeOf(account: string): string {
  return `todo-${account}`;
}
