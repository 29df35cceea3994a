import type { Route } from '@ioc/shared/gateway'

/** The device that a topic names, where the route says that it does: one level of it, or a run of levels. */
export function deviceOfTopic(device: Route['device'], topic: string): string | null {
  if (!device || 'path' in device) return null
  const levels = topic.split('/')
  const name = 'level' in device ? levels[device.level] : levels.slice(device.from, device.to).join('/')
  return name === undefined || name === '' ? null : name
}
