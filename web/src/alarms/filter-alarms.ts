import { SEVERITIES, type Severity } from '@ioc/shared/alarm'
import { isActive, needsLook } from '@ioc/shared/alarm-order'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { causeOf } from './group-alarms.js'

/** Which alarms are looked at, by state; `cleared` are over and no longer live. */
export const VIEWS = ['active', 'open', 'held', 'shelved', 'suppressed', 'out_of_service', 'cleared'] as const
export type View = (typeof VIEWS)[number]

export const WITHIN = { '1h': HOUR, '6h': 6 * HOUR, '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY } as const
export type Within = keyof typeof WITHIN

/** What the desk looks at; null and an empty set mean everything. */
export interface AlarmFilter {
  view: View
  severities: ReadonlySet<Severity>
  area: string | null
  agency: string | null
  kind: string | null
  /** Raised so lately; of those that are over, which were asked for so: ended so lately. */
  within: Within | null
}

export const EVERYTHING: AlarmFilter = {
  view: 'active',
  severities: new Set(),
  area: null,
  agency: null,
  kind: null,
  within: null,
}

/** The view an alarm is in, beside `active`. */
export function viewOf(alarm: WireAlarm): Exclude<View, 'active'> {
  if (!isActive(alarm)) return alarm.state as 'shelved' | 'suppressed' | 'out_of_service' | 'cleared'
  return needsLook(alarm) ? 'open' : 'held'
}

/** What passes, in the order it came in; with a cause comes what it explains, so that it can be looked into. */
export function filterAlarms(
  alarms: readonly WireAlarm[],
  filter: AlarmFilter,
  { stations, now }: { stations: ReadonlyMap<string, WireStation>; now: EpochMs },
): WireAlarm[] {
  const { view, severities, area, agency, kind, within } = filter
  const since = within === null || view === 'cleared' ? '' : new Date(now - WITHIN[within]).toISOString()
  const isOf = (test: (station: WireStation) => boolean) => (id: string) => {
    const station = stations.get(id)
    return station !== undefined && test(station)
  }
  const inArea = isOf((station) => station.area === area)
  const ofKind = isOf((station) => station.kind === kind)

  const passes = (alarm: WireAlarm) => {
    const where = alarm.stations ?? [alarm.station]
    return (
      (view === 'active' ? isActive(alarm) : viewOf(alarm) === view) &&
      (severities.size === 0 || severities.has(alarm.severity)) &&
      (agency === null || alarm.agency === agency) &&
      alarm.raisedAt >= since &&
      (area === null || where.some(inArea)) &&
      (kind === null || where.some(ofKind))
    )
  }
  const found = new Set(alarms.filter(passes))
  const byId = new Map(alarms.map((alarm) => [alarm.id, alarm]))
  return alarms.filter((alarm) => found.has(alarm) || (view !== 'suppressed' && found.has(causeOf(alarm, byId))))
}

/** A filter as it stands in an address, and back; what an address says that nobody knows restricts nothing. */
export function readFilter(query: Record<string, unknown>): AlarmFilter {
  const word = (key: string) => (typeof query[key] === 'string' && query[key] !== '' ? query[key] : null)
  const asked = new Set(word('severity')?.split(','))
  return {
    view: VIEWS.find((view) => view === word('state')) ?? 'active',
    severities: new Set(SEVERITIES.filter((severity) => asked.has(severity))),
    area: word('area'),
    agency: word('agency'),
    kind: word('kind'),
    within: (Object.keys(WITHIN) as Within[]).find((within) => within === word('within')) ?? null,
  }
}

/** Only what restricts, so that the plain desk has a plain address. */
export function writeFilter({ view, severities, area, agency, kind, within }: AlarmFilter): Record<string, string> {
  const severity = SEVERITIES.filter((each) => severities.has(each)).join(',')
  const said = { state: view === 'active' ? null : view, severity: severity || null, area, agency, kind, within }
  return Object.fromEntries(Object.entries(said).filter((pair): pair is [string, string] => pair[1] !== null))
}
