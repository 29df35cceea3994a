import type { AlarmEvent } from '@ioc/shared/alarm'
import type { MaintenanceWindow } from '@ioc/shared/maintenance'
import type { AlarmJournal } from '../../ports/alarm-journal.js'

/** A journal that forgets with the process: for replays and tests. */
export function createAlarmJournal(): AlarmJournal {
  const journal: AlarmEvent[] = []
  const saved = new Map<string, string>()
  const windows = new Map<string, MaintenanceWindow>()

  return {
    async append(events, conditions) {
      const last = journal.at(-1)?.seq ?? 0
      journal.push(...structuredClone(events.filter((event) => event.seq > last)))
      for (const { key, state } of conditions) {
        if (state === null) saved.delete(key)
        else saved.set(key, state)
      }
    },
    async events({ alarm, from = -Infinity, to = Infinity }) {
      const wanted = journal.filter((event) => event.at >= from && event.at < to)
      return structuredClone(alarm === undefined ? wanted : wanted.filter((event) => event.alarm.id === alarm))
    },
    async conditions() {
      return [...saved].map(([key, state]) => ({ key, state }))
    },
    async open(asOf = Infinity) {
      const last = lastEvents(journal.filter((event) => event.at <= asOf))
      return structuredClone(last.filter((event) => event.alarm.state !== 'cleared'))
    },
    async last(alarms) {
      return structuredClone(lastEvents(journal.filter(({ alarm }) => alarms.includes(alarm.id))))
    },
    async raised(from, to) {
      const inRange = journal.filter(({ alarm }) => alarm.raisedAt >= from && alarm.raisedAt < to)
      return structuredClone(lastEvents(inRange))
    },
    async touched(since) {
      return structuredClone(lastEvents(journal.filter(({ at }) => at >= since)))
    },
    async *facts(from, to) {
      yield journal.flatMap(({ at, type, alarm: { id, rule, station, severity, state } }) =>
        at >= from && at < to ? [{ at, type, alarm: id, rule, station, severity, state }] : [],
      )
    },
    async lastSeq() {
      return journal.at(-1)?.seq ?? 0
    },
    async windows() {
      return structuredClone([...windows.values()])
    },
    async putWindow(window) {
      windows.set(window.id, structuredClone(window))
    },
  }
}

function lastEvents(events: readonly AlarmEvent[]): AlarmEvent[] {
  const last = new Map<string, AlarmEvent>()
  for (const event of events) last.set(event.alarm.id, event)
  return [...last.values()].sort((a, b) => a.alarm.raisedAt - b.alarm.raisedAt || a.seq - b.seq)
}
