import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { LatestStation, WireAlarm, WireStation } from '@ioc/shared/wire'

/** Small builders for `/design` and for tests: a gauge at noon with nothing wrong, changed where a test says so. */
export const NOON = Date.parse('2026-11-22T05:00:00.000Z')
const NOON_TEXT = new Date(NOON).toISOString()

export function sampleStation(id: string, change: Partial<WireStation> = {}): WireStation {
  return {
    id: id as StationId,
    name: `Mực nước ${id}`,
    kind: 'water',
    lon: 107.5,
    lat: 16.4,
    area: '19996',
    agency: 'Đài Khí tượng Thủy văn',
    reportIntervalS: 30,
    ...change,
  }
}

export function sampleLatest(id: string, change: Partial<LatestStation> = {}): LatestStation {
  return {
    station: id,
    at: NOON_TEXT,
    receivedAt: NOON_TEXT,
    reporting: 'reporting',
    connection: null,
    values: { water_level: { value: 1.2, at: NOON_TEXT, quality: 'good' } },
    indices: {},
    alarm: null,
    ...change,
  }
}

export function sampleAlarm(id: string, change: Partial<WireAlarm> = {}): WireAlarm {
  return {
    id,
    rule: 'flood',
    station: 'a' as StationId,
    property: 'water_level' as PropertyKey,
    severity: 'high',
    state: 'unacknowledged',
    late: false,
    raisedAt: NOON_TEXT,
    clearedAt: null,
    phenomenonTime: NOON_TEXT,
    value: 3.6,
    limit: 3.5,
    message: { vi: 'Vượt báo động III', en: 'Above level III' },
    ack: null,
    shelved: null,
    suppressedBy: null,
    outOfService: null,
    latch: false,
    agency: null,
    stations: null,
    early: null,
    ...change,
  }
}
