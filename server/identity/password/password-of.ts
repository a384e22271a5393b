/** Whose password a sealed hash is: it opens for no other row. */
export const signInPasswordOf = (id: string): string => `password:${id}`;
export const paymentPasswordOf = (id: string): string => `payment-password:${id}`;
