/** A failure in the browser itself whose words are for the person, such as a passkey that was not given. */
export class Said extends Error {}
