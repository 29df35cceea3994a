import type { AnomalyCause, StandingDoubt } from '@ioc/shared/anomaly'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { judgeDoubt } from './judge-doubt.js'
import type { Near } from './neighbourhoods.js'
import type { Watched } from './watched.js'

/** An event takes so long to be seen by the neighbours. */
const JUDGED_AFTER_MS = 20 * MINUTE
/** A judgement only gives way to a surer one: who has seen the same does not take it back. */
const SURE: Record<AnomalyCause, number> = { unclear: 0, fault: 1, event: 2 }

/** Whether its neighbours had time to see the same, and may still change what is told of it. */
export function asks({ anomaly, doubt }: Watched, now: EpochMs): boolean {
  if (anomaly === null || now - anomaly.at < JUDGED_AFTER_MS) return false
  return doubt?.cause !== 'event' || doubt.kind !== anomaly.kind
}

/** Asks the neighbours of one that has an anomaly, and doubts it, or more surely than before; null: nothing is new. */
export function renewDoubt(each: Watched, near: Near<Watched>): StandingDoubt | null {
  const { at, kind, value, why, score } = each.anomaly!
  const { cause, neighbours } = judgeDoubt(each, near)
  if (each.doubt?.kind === kind && SURE[cause] <= SURE[each.doubt.cause]) return null
  return (each.doubt = { at, value, kind, cause, why, score, neighbours })
}
