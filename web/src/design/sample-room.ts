import { computed, shallowRef } from 'vue'
import type { AlarmState } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { WireOverview } from '@ioc/shared/overview'
import type { Rule } from '@ioc/shared/rule'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import type { LatestStation, WireAlarm, WireStation } from '@ioc/shared/wire'
import { orderAlarms } from '../alarms/order.js'
import { NO_RUSH } from '../alarms/step-rush.js'
import { applySnapshot } from '../live/live-state.js'
import type { RoomState } from '../room/use-room.js'
import { createRowBook } from '../stations/row-book.js'
import { NOON, sampleAlarm, sampleLatest, sampleStation } from './sample-things.js'
import { indexStations } from '../stations/search.js'

/** A time before noon, or after it, as the API writes it. */
export const ago = (ms: number) => new Date(NOON - ms).toISOString()
const value = (number: number, ms = 8 * SECOND) => ({ value: number, at: ago(ms), quality: 'good' as const })

const GAUGE = sampleStation('WL-05', {
  name: 'Kim Long (sông Hương)',
  attributes: { river: 'Hương', bd1: 1, bd2: 2, bd3: 3.5, notes: 'Thước đo bên bờ trái.', datum: 'Quốc gia' },
  properties: ['water_level', 'discharge', 'battery', 'signal', 'water_temperature'] as WireStation['properties'],
})
const STATIONS = [
  GAUGE,
  sampleStation('WL-06', { name: 'Phú Ốc (sông Bồ)', attributes: { river: 'Bồ', bd1: 1.5, bd2: 3, bd3: 4.5 } }),
  sampleStation('WL-07', { name: 'Thượng Nhật (sông Tả Trạch)' }),
  sampleStation('WL-08', { name: 'Thảo Long (sông Hương)' }),
  sampleStation('RG-03', { name: 'Đo mưa A Lưới', kind: 'rain', lon: 107.23, lat: 16.27 }),
  sampleStation('AQ-01', { name: 'Không khí Đại học Huế', kind: 'air', agency: 'Sở Nông nghiệp và Môi trường' }),
  sampleStation('TR-01', { name: 'Cầu Trường Tiền', kind: 'traffic', attributes: { freeFlowKmh: 42 } }),
  sampleStation('TR-02', { name: 'Vòng xoay An Cựu', kind: 'traffic' }),
  sampleStation('PW-02', { name: 'Trạm 110 kV Huế 1', kind: 'power' }),
  sampleStation('PW-03', { name: 'Trạm 110 kV Phú Bài', kind: 'power' }),
].map((station, index): WireStation => {
  return { ...station, lon: station.lon + (index % 4) / 8, lat: station.lat + (index % 3) / 12 }
})

/** Qualities and ages: each as it may stand beside a value, and one that was promised and never came. */
const LATEST: readonly LatestStation[] = [
  sampleLatest('WL-05', {
    values: {
      water_level: value(3.62),
      discharge: { ...value(1_840, 4 * MINUTE), quality: 'suspect' },
      battery: { ...value(12.1, 3 * HOUR), quality: 'calibrating' },
      signal: { ...value(-97, 2 * DAY), quality: 'fault' },
    },
    indices: { flood_level: { value: 3, band: 3, main: 'water_level', at: ago(8 * SECOND) } },
  }),
  sampleLatest('WL-06', { values: { water_level: value(1.7) } }),
  sampleLatest('WL-07', {
    reporting: 'silent',
    at: ago(50 * MINUTE),
    values: { water_level: value(0.4, 50 * MINUTE) },
  }),
  sampleLatest('WL-08', { values: { water_level: { ...value(0.4), quality: 'suspect' } } }),
  sampleLatest('RG-03', { values: { rain: value(2.4) } }),
  sampleLatest('AQ-01', {
    values: { pm2_5: value(61), pm10: value(94), o3: value(38) },
    indices: { vn_aqi: { value: 136, band: 3, main: 'pm2_5', at: ago(HOUR) } },
  }),
  sampleLatest('TR-01', {
    values: { speed: value(11), flow: value(860) },
    indices: { los: { value: 5, band: 5, main: 'speed', at: ago(8 * SECOND) } },
  }),
  sampleLatest('TR-02', { reporting: 'never', at: null, receivedAt: null, values: {} }),
  sampleLatest('PW-03', { values: { active_power: value(8_100, 40 * MINUTE) } }),
  sampleLatest('PW-02', { values: { active_power: value(41_200) } }),
]

export const SAMPLE_RULE = {
  id: 'sample',
  version: 3,
  kind: 'threshold',
  severity: 'critical',
  property: 'water_level',
  when: 'above',
  raise: { attribute: 'bd3' },
  deadband: 0.1,
  holdS: 60,
  restS: 600,
  name: { vi: 'Nước trên báo động III', en: 'Water above level III' },
  message: { vi: 'Mực nước {value} {unit} trên báo động III', en: 'Water level {value} {unit} above level III' },
  advice: { vi: 'Gọi Ban chỉ huy phòng thủ dân sự.', en: 'Call the civil defence command.' },
  stations: { kinds: ['water'] },
  source: 'QĐ 05/2020/QĐ-TTg',
  during: { hours: [['06:00', '22:00']] },
} satisfies Rule
/** One that is not finished: its form says what is missing. */
export const SAMPLE_BAND = {
  id: 'sample-band',
  version: 1,
  kind: 'band',
  property: 'water_level',
  when: 'above',
  holdS: 60,
  restS: 600,
  name: { vi: 'Mức báo động', en: 'Alert levels' },
  message: { vi: 'Mực nước {value} {unit}', en: 'Water level {value} {unit}' },
  steps: [
    { from: { attribute: 'bd1' }, severity: 'medium', name: { vi: 'BĐ I', en: 'Level I' } },
    { from: { attribute: 'bd2' }, severity: 'high', name: { vi: '', en: '' } },
  ],
  inhibitedBy: ['sample'],
} satisfies Rule

/** One alarm in each state of ISA-18.2, and those that need words of their own. */
export const SAMPLE_ALARMS: readonly WireAlarm[] = [
  inState('unacknowledged', { severity: 'critical', raisedAt: ago(12 * MINUTE) }),
  inState('acknowledged', { severity: 'high', ack: taken('high') }),
  inState('returned', { severity: 'medium', clearedAt: ago(3 * MINUTE) }),
  inState('latched', { severity: 'high', latch: true, clearedAt: ago(5 * MINUTE), ack: taken('high') }),
  inState('shelved', {
    severity: 'low',
    shelved: { by: 'lan', until: ago(-HOUR), reason: 'đang thay cảm biến' },
  }),
  inState('suppressed', { severity: 'low' }),
  inState('out_of_service', { severity: 'medium' }),
  inState('cleared', { severity: 'high', clearedAt: ago(10 * MINUTE), ack: taken('high') }),
  {
    ...inState('unacknowledged', { severity: 'high' }),
    id: 'early',
    early: { at: ago(-2 * HOUR), probability: 0.8 },
  },
]
/** One cause at many places: what a flood of alarms is made of. */
export const SAMPLE_RUSH: readonly WireAlarm[] = STATIONS.slice(0, 3).flatMap(({ id, area }, index) =>
  [0, 1].map((nth) =>
    sampleAlarm(`rush-${id}-${nth}`, {
      rule: nth === 0 ? 'sample' : 'sample-band',
      station: id,
      severity: nth === 0 ? 'critical' : 'medium',
      raisedAt: ago((3 + index) * MINUTE),
      value: 3.6,
      limit: 3.5,
      agency: area,
      message: { vi: 'Mực nước 3,60 m trên báo động III', en: 'Water level 3.60 m above level III' },
    }),
  ),
)
/** Many stations that fell silent at once are one alarm. */
export const SAMPLE_GROUP = sampleAlarm('group', {
  rule: 'sample-band',
  property: null,
  severity: 'medium',
  value: null,
  limit: null,
  raisedAt: ago(20 * MINUTE),
  station: 'WL-07' as StationId,
  stations: ['WL-06', 'WL-07', 'RG-03'] as StationId[],
  message: { vi: '3 trạm mất tín hiệu', en: '3 stations are silent' },
})

function inState(state: AlarmState, change: Partial<WireAlarm>): WireAlarm {
  const message = { vi: 'Mực nước 3,62 m trên báo động III', en: 'Water level 3.62 m above level III' }
  return sampleAlarm(state, {
    rule: 'sample',
    station: 'WL-05' as StationId,
    raisedAt: ago(48 * MINUTE),
    value: 3.62,
    limit: 3.5,
    state,
    message,
    ...change,
  })
}

function taken(severity: WireAlarm['severity']): WireAlarm['ack'] {
  return { by: 'lan', at: ago(40 * MINUTE), note: null, severity }
}

const AT = ago(20 * SECOND)
const LONG_AGO = ago(40 * MINUTE)
const leading = (station: string, number: number, yesterday: number | null) => {
  return { station, value: number, yesterday, at: AT }
}
const SILENT_RIVER = {
  ...leading('WL-07', 2.1, 0.4),
  at: LONG_AGO,
  old: true as const,
  level: 2,
  trend: null,
  next: null,
}

/** What is fresh, what is old, what is doubted, what nobody knows. */
export const SAMPLE_OVERVIEW: WireOverview = {
  at: AT,
  air: { ...leading('AQ-01', 136, 88), band: 3 },
  airBands: [1, 2, 3, 0, 0, 0],
  airs: [{ ...leading('AQ-01', 136, 88), band: 3 }],
  river: { ...leading('WL-05', 3.62, 1.1), level: 3, trend: 0.31, next: null },
  gaugesAbove: [2, 1, 1],
  silentAbove: { count: 2, worst: SILENT_RIVER },
  rain: { station: 'RG-03', value: 84, yesterday: 12 },
  speed: { value: 37, yesterday: 37.2 },
  jammed: 1,
  load: { value: 41_200, yesterday: null },
  loadAhead: { of: 12, known: 9, value: 39_800, expected: 41_000, peak: { at: ago(-6 * HOUR), value: 52_300 } },
  rivers: [
    { ...leading('WL-05', 3.62, 1.1), level: 3, trend: 0.31, next: null },
    { ...leading('WL-06', 1.7, null), level: 1, trend: 0.08, next: { level: 2, limit: 3, inS: 13_500 } },
    { ...leading('WL-08', 0.4, 0.4), quality: 'suspect', level: 0, trend: 0, next: { level: 1, limit: 1, inS: null } },
    SILENT_RIVER,
  ],
  roads: [
    { ...leading('TR-01', 11, 24), freeFlowKmh: 42, los: 6 },
    { ...leading('TR-02', 38, null), at: LONG_AGO, old: true, freeFlowKmh: null, los: null },
  ],
  loads: [
    { ...leading('PW-02', 41_200, 38_000), ratedKw: 44_000, share: 0.94, peak: { at: ago(-20 * HOUR), value: 43_100 } },
    { ...leading('PW-03', 8_100, null), at: LONG_AGO, old: true, ratedKw: null, share: null, peak: null },
  ],
  lengths: { airs: 1, rivers: 4, roads: 2, loads: 2 },
  agencies: [
    { agency: 'Sở Nông nghiệp và Môi trường', stations: 31, onTime: 1, complete: 0.98, clean: 0.96, alive: 1 },
    { agency: 'Sở Xây dựng', stations: 12, onTime: 0.5, complete: null, clean: 0.88, alive: 0.75 },
  ],
}

/** A room at noon with a station of each kind: what is shown of a component does not hang on what is measured outside. */
export function sampleRoom(room: RoomState): Partial<RoomState> {
  const stations = new Map<string, WireStation>(STATIONS.map((station) => [station.id, station]))
  const alarms = [SAMPLE_ALARMS[0]!, ...SAMPLE_ALARMS.filter(({ id }) => id === 'early' || id === 'suppressed')]
  const state = applySnapshot({ seq: 0, at: AT, stations: [...LATEST], alarms })
  const book = createRowBook()
  book.take(stations, state)
  const now = computed(() => NOON)
  const ordered = computed(() => orderAlarms(state.alarms))
  const present = { wanted: shallowRef(null), at: computed(() => null), state: computed(() => null) }
  return {
    stations: shallowRef(stations),
    index: computed(() => indexStations(stations.values(), room.areaName)),
    rules: new Map<string, Rule>([SAMPLE_RULE, SAMPLE_BAND].map((rule) => [rule.id, rule])),
    rows: shallowRef(book.rows),
    feed: book,
    counts: shallowRef(book.counts()),
    overview: computed(() => SAMPLE_OVERVIEW) as RoomState['overview'],
    alarms: ordered,
    presentAlarms: ordered,
    state: computed(() => state),
    now,
    minute: now,
    present: now,
    known: computed(() => true),
    rush: computed(() => NO_RUSH),
    mayAct: computed(() => true),
    session: { user: { name: 'lan', role: 'engineer' }, expiresAt: ago(-DAY) },
    needValues: () => undefined,
    live: { ...room.live, now, state: shallowRef(state), showAlarms: () => state },
    rewind: { ...room.rewind, ...present, away: computed(() => false), ahead: computed(() => false) },
  }
}
