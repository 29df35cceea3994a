import { groupId, groupOf, type Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { SilenceRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { Occurrences } from './occurrences.js'
import type { Places } from './places.js'
import { silentTogether, type Listened } from './silent-together.js'

export interface SilenceGroups {
  /** A station is watched, or stands elsewhere now; the object is read again at every step. */
  listen(station: Station, listened: Listened): void
  forget(id: StationId): void
  /** It fell silent, or spoke again. */
  changed(id: StationId): void
  /** Before the single alarms of the same moment, so that these are born behind the group's. */
  tick(now: EpochMs): void
  /** Goes on with an open occurrence of a group. */
  adopt(alarm: Alarm): void
  /** A newer version of the rule. */
  setRule(rule: SilenceRule): void
  /** The occurrences of its groups, open or not. */
  alarms(): string[]
}

interface SilenceGroupsOptions {
  rule: SilenceRule
  places: Places
  occurrences: Pick<Occurrences, 'raise' | 'settle'>
}

interface Group {
  id: StationId
  /** Who takes a station first: gateways, then areas, the widest first. */
  rank: number
  members: Map<StationId, Listened>
  /** The stations of its alarm while that stands. */
  silent: ReadonlySet<StationId>
  alarm: string | null
}

const NOBODY: ReadonlySet<StationId> = new Set()

/** Makes one alarm of many silent stations where a gateway or an area is the likely cause; each counts in one at a time. */
export function createSilenceGroups({ places, occurrences, ...options }: SilenceGroupsOptions): SilenceGroups {
  let { rule } = options
  const groups = new Map<StationId, Group>()
  const groupsOf = new Map<StationId, readonly Group[]>()
  const takenBy = new Map<StationId, Group>()
  const due = new Set<Group>()

  function groupNamed(id: StationId): Group {
    let group = groups.get(id)
    if (!group) groups.set(id, (group = { id, rank: 0, members: new Map(), silent: NOBODY, alarm: null }))
    return group
  }

  function step(group: Group, now: EpochMs): void {
    const all = [...group.members.values()]
    const free = isTotal(all, group) ? all : all.filter(({ station }) => (takenBy.get(station) ?? group) === group)
    const before = group.silent
    const stations = silentTogether(free, before)
    if (stations === null && before.size === 0) return
    group.silent = stations ? new Set(stations) : NOBODY
    for (const station of before) if (!group.silent.has(station)) release(station, group)
    for (const station of group.silent) take(station, group)
    if (stations) group.alarm = raise(group, stations, free.length, now)
    else occurrences.settle(group.alarm, now)
  }

  /** Nothing at all is heard any more, and no other group has all of it: whatever groups there are, that has one cause. */
  function isTotal(members: readonly Listened[], group: Group): boolean {
    if (members.length !== groupsOf.size || members.some(({ silentSince }) => silentSince === null)) return false
    const [holder, ...others] = new Set(members.map(({ station }) => takenBy.get(station)))
    return others.length > 0 || holder === undefined || holder === group
  }

  function take(station: StationId, group: Group): void {
    if (takenBy.has(station)) return
    takenBy.set(station, group)
    wakeOthers(station, group)
  }

  function release(station: StationId, group: Group): void {
    if (takenBy.get(station) !== group) return
    takenBy.delete(station)
    wakeOthers(station, group)
  }

  /** Who joins or leaves one group counts differently in its others, from the next step on. */
  function wakeOthers(station: StationId, group: Group): void {
    for (const other of groupsOf.get(station) ?? []) if (other !== group) due.add(other)
  }

  function raise(group: Group, stations: readonly StationId[], of: number, now: EpochMs): string {
    const name = places.nameOf(group.id) ?? group.id
    const message = {
      vi: `${name}: ${stations.length}/${of} trạm ngừng gửi dữ liệu`,
      en: `${name}: ${stations.length} of ${of} stations stopped reporting`,
    }
    const since = Math.min(...stations.map((station) => group.members.get(station)?.silentSince ?? now))
    const { severity } = rule
    const finding = { late: false, phenomenonTime: since, value: null, limit: null, message, stations, severity }
    return occurrences.raise(group.alarm, { rule, station: group.id, property: null }, finding, now)
  }

  function changed(id: StationId): void {
    for (const group of groupsOf.get(id) ?? []) due.add(group)
  }

  function forget(id: StationId): void {
    changed(id)
    for (const group of groupsOf.get(id) ?? []) group.members.delete(id)
    groupsOf.delete(id)
  }

  return {
    listen(station, listened) {
      forget(station.id)
      const gateway = places.gatewayOf(station)
      const names = places.areasOf(station).map((area) => groupId('area', area))
      if (gateway !== null) names.unshift(groupId('gateway', gateway))
      const own = names.map(groupNamed)
      for (const [rank, group] of own.entries()) {
        group.rank = groupOf(group.id)?.kind === 'gateway' ? -1 : rank
        group.members.set(station.id, listened)
      }
      groupsOf.set(station.id, own)
      changed(station.id)
    },
    forget,
    changed,
    tick(now) {
      const woken = [...due].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
      due.clear()
      for (const group of woken) step(group, now)
    },
    adopt({ id, station, stations, clearedAt }) {
      const group = groupNamed(station)
      group.alarm = id
      group.silent = new Set(clearedAt === null ? stations : [])
      for (const member of group.silent) takenBy.set(member, group)
      due.add(group)
    },
    setRule(next) {
      rule = next
    },
    alarms: () => [...groups.values()].flatMap(({ alarm }) => alarm ?? []),
  }
}
