import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import { derive } from '../alarm-life.js'

/** An alarm that was raised at 0, with the state that follows from the facts given. */
export function sampleAlarm(change: Partial<Alarm> = {}): Alarm {
  return derive({
    id: 'a',
    rule: 'r',
    station: 'S' as StationId,
    property: null,
    severity: 'high',
    state: 'unacknowledged',
    late: false,
    raisedAt: 0,
    clearedAt: null,
    phenomenonTime: 0,
    value: null,
    limit: null,
    message: { vi: 'Nước lên', en: 'Water rises' },
    ack: null,
    shelved: null,
    suppressedBy: null,
    outOfService: null,
    latch: false,
    agency: null,
    stations: null,
    early: null,
    ...change,
  })
}
