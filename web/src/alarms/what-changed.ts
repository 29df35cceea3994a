import type { WireAlarmEvent } from '@ioc/shared/wire'

/** What is otherwise after an event than before it. */
export interface Changed {
  severity?: [from: WireAlarmEvent['severity'], to: WireAlarmEvent['severity']]
  limit?: [from: number, to: number]
  /** Shares of 1. */
  probability?: [from: number, to: number]
  expectedAt?: [from: string, to: string]
}

/** What an event changed, beside the one before it; empty of the first. */
export function whatChanged(before: WireAlarmEvent | undefined, after: WireAlarmEvent): Changed {
  if (!before) return {}
  const changed: Changed = {}
  if (before.severity !== after.severity) changed.severity = [before.severity, after.severity]
  if (before.limit !== null && after.limit !== null && before.limit !== after.limit) {
    changed.limit = [before.limit, after.limit]
  }
  const [was, is] = [before.early, after.early]
  if (was && is && was.probability !== is.probability) changed.probability = [was.probability, is.probability]
  if (was && is && was.at !== is.at) changed.expectedAt = [was.at, is.at]
  return changed
}
