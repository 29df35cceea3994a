import { computed, shallowRef } from 'vue'
import type { AlarmState } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import type { LatestStation, WireAlarm, WireStation } from '@ioc/shared/wire'
import type { RoomState } from '../room/use-room.js'
import type { Row } from '../stations/row.js'
import { NOON, sampleAlarm, sampleLatest, sampleStation } from '../stations/sample.fixture.js'
import { standingOf } from '../stations/standing.js'

const ago = (ms: number) => new Date(NOON - ms).toISOString()
const value = (number: number, ms = 8 * SECOND) => ({ value: number, at: ago(ms), quality: 'good' as const })

const GAUGE = sampleStation('WL-05', {
  name: 'Kim Long (sông Hương)',
  attributes: { river: 'Hương', bd1: 1, bd2: 2, bd3: 3.5 },
  properties: ['water_level', 'discharge', 'battery', 'signal', 'water_temperature'] as WireStation['properties'],
})
const ROAD = sampleStation('TR-01', { name: 'Cầu Trường Tiền', kind: 'traffic' })
const GRID = sampleStation('PW-02', { name: 'Trạm 110 kV Huế 1', kind: 'power' })

/** Qualities and ages: each as it may stand beside a value, and one that was promised and never came. */
const LATEST: LatestStation[] = [
  sampleLatest('WL-05', {
    values: {
      water_level: value(3.62),
      discharge: { ...value(1_840, 4 * MINUTE), quality: 'suspect' },
      battery: { ...value(12.1, 3 * HOUR), quality: 'calibrating' },
      signal: { ...value(-97, 2 * DAY), quality: 'fault' },
    },
  }),
  sampleLatest('TR-01', { values: { speed: value(11) } }),
  sampleLatest('PW-02', { values: { active_power: value(41_200) } }),
]

/** One alarm in each state of ISA-18.2, and those that need words of their own. */
export const SAMPLE_ALARMS: readonly WireAlarm[] = [
  inState('unacknowledged', { severity: 'critical', raisedAt: ago(12 * MINUTE) }),
  inState('acknowledged', { severity: 'high', ack: taken('high') }),
  inState('returned', { severity: 'medium', clearedAt: ago(3 * MINUTE) }),
  inState('latched', { severity: 'high', latch: true, clearedAt: ago(5 * MINUTE), ack: taken('high') }),
  inState('shelved', {
    severity: 'low',
    shelved: { by: 'lan', until: new Date(NOON + HOUR).toISOString(), reason: 'đang thay cảm biến' },
  }),
  inState('suppressed', { severity: 'low' }),
  inState('out_of_service', { severity: 'medium' }),
  inState('cleared', { severity: 'high', clearedAt: ago(10 * MINUTE), ack: taken('high') }),
  {
    ...inState('unacknowledged', { severity: 'high' }),
    id: 'early',
    early: { at: new Date(NOON + 2 * HOUR).toISOString(), probability: 0.8 },
  },
]

function inState(state: AlarmState, change: Partial<WireAlarm>): WireAlarm {
  const message = { vi: 'Mực nước 3,62 m trên báo động III', en: 'Water level 3.62 m above level III' }
  return sampleAlarm(state, {
    ...{ rule: 'sample', station: 'WL-05' as StationId, raisedAt: ago(48 * MINUTE), value: 3.62, limit: 3.5 },
    ...{ state, message, ...change },
  })
}

function taken(severity: WireAlarm['severity']): WireAlarm['ack'] {
  return { by: 'lan', at: ago(40 * MINUTE), note: null, severity }
}

/** A room at noon with three stations: what is shown of a component does not hang on what is measured outside. */
export function sampleRoom(room: RoomState): Partial<RoomState> {
  const stations = [GAUGE, ROAD, GRID]
  const rows = new Map(stations.map((station, index): [string, Row] => [station.id, rowOf(station, LATEST[index]!)]))
  const now = computed(() => NOON)
  return {
    stations: shallowRef(new Map(stations.map((station) => [station.id, station]))),
    rows: shallowRef(rows),
    overview: computed(() => null) as RoomState['overview'],
    now,
    present: now,
    mayAct: computed(() => true),
    live: { ...room.live, state: shallowRef({ ...room.live.state.value, alarms: new Map() }) },
  }
}

function rowOf(station: WireStation, latest: LatestStation): Row {
  const alarms = station === GAUGE ? [SAMPLE_ALARMS[0]!] : []
  return { station, latest, look: standingOf(latest, alarms) }
}
