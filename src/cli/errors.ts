/** An error that the user can mend: it is printed without a stack trace. */
export class InputError extends Error {}

/** An error in the words of the command line: the help says which ones there are. */
export class UsageError extends InputError {}
