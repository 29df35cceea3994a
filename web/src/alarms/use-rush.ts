import { shallowRef, watch, type Ref } from 'vue'
import { RATE_PERIOD_MS } from '@ioc/shared/alarm-quality'
import type { WireAlarm } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { NO_RUSH, stepRush } from './step-rush.js'

interface RushOptions {
  alarms: Readonly<Ref<readonly WireAlarm[]>>
  now: Readonly<Ref<number>>
  /** The first snapshot is here. */
  known: Readonly<Ref<boolean>>
}

/** Whether alarms come faster than a person can follow. A screen opened in the middle asks what it has missed. */
export function useRush({ alarms, now, known }: RushOptions) {
  const rush = shallowRef(NO_RUSH)
  const take = (list: Iterable<WireAlarm>) => (rush.value = stepRush(rush.value, list, now.value))

  watch([alarms, now], () => known.value && take(alarms.value))
  watch(known, async (isKnown) => {
    if (!isKnown) return
    const from = new Date(now.value - RATE_PERIOD_MS).toISOString()
    const missed = await call<WireAlarm[]>(`alarms?state=all&from=${from}`).catch(() => [])
    // One that is over and was dealt with rang all the same.
    take(missed.map((alarm) => (alarm.ack ? { ...alarm, state: 'acknowledged' } : alarm)))
  })
  return rush
}
