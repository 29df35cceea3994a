import type { Alarm } from '@ioc/shared/alarm'
import type { Notice, Told } from '../../ports/notices.js'
import { askingSince } from './why-notify.js'

/** Who was told what of which alarm. */
export interface ToldMemory {
  get(channel: string, step: number, alarm: string): Told | undefined
  /** What is true once a notice has arrived. */
  after(notice: Notice): Told[]
  put(rows: readonly Told[]): void
  /** Alarms that somebody was told of and not yet that they are over. */
  open(): Set<string>
  /** All alarms that somebody was told of. */
  alarms(): Iterable<string>
  /** Drops all that is known of an alarm; false where nothing was. */
  forget(alarm: string): boolean
  /** Drops the steps of a channel from this one on. */
  cut(channel: string, from: number): void
}

export function createToldMemory(rows: readonly Told[]): ToldMemory {
  const byAlarm = new Map<Alarm['id'], Map<string, Told>>()
  const get = (channel: string, step: number, alarm: string) => byAlarm.get(alarm)?.get(keyOf(channel, step))

  function put(fresh: readonly Told[]): void {
    for (const row of fresh) {
      let of = byAlarm.get(row.alarm)
      if (!of) byAlarm.set(row.alarm, (of = new Map()))
      of.set(keyOf(row.channel, row.step), row)
    }
  }

  put(rows)
  return {
    get,
    after: ({ channel, step, at, items }) =>
      items.map(({ why, alarm }) => ({
        channel,
        step,
        alarm: alarm.id,
        severity: alarm.severity,
        isOver: alarm.clearedAt !== null,
        at,
        since: askingSince(why, alarm, get(channel, step, alarm.id) ?? null, at),
      })),
    put,
    open() {
      const open = new Set<string>()
      for (const [alarm, of] of byAlarm) if ([...of.values()].some(({ isOver }) => !isOver)) open.add(alarm)
      return open
    },
    alarms: () => byAlarm.keys(),
    forget: (alarm) => byAlarm.delete(alarm),
    cut(channel, from) {
      for (const [alarm, of] of byAlarm) {
        for (const [key, row] of of) if (row.channel === channel && row.step >= from) of.delete(key)
        if (of.size === 0) byAlarm.delete(alarm)
      }
    },
  }
}

function keyOf(channel: string, step: number): string {
  return `${channel} ${step}`
}
