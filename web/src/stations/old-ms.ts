import { MINUTE } from '@ioc/shared/time'

/** A value that is older is not one of now. */
export const OLD_MS = 15 * MINUTE
