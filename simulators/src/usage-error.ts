/** A fault of the command line or the files it names: told in one line, without a stack. */
export function usageError(message: string): Error {
  return Object.assign(new Error(message), { name: USAGE })
}

export function isUsageError(error: unknown): error is Error {
  return error instanceof Error && error.name === USAGE
}

const USAGE = 'UsageError'
