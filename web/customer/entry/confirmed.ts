/** The entry that the person has just confirmed: its result is told once, on the page that shows it first. */
let confirmed: string | null = null;

export const tellResultOf = (id: string): void => {
  confirmed = id;
};
export const confirmedNow = (id: string): boolean => confirmed === id;
export const forgetConfirmed = (): void => {
  confirmed = null;
};
