import { createEvents, type Events } from '@ioc/server/events'

const ignore = (): void => undefined

/** Events that are counted and written nowhere. */
export function silentEvents(): Events {
  return createEvents({ debug: ignore, info: ignore, warn: ignore, error: ignore })
}
