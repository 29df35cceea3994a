import { expect, it } from 'vitest'
import type { WireAnomaly } from '@ioc/shared/wire'
import { orderAnomalies } from './order-anomalies.js'

const anomaly = (station: string, cause: WireAnomaly['cause'], hour: number) =>
  ({ station, cause, since: new Date(Date.UTC(2026, 10, 22, hour)).toISOString() }) as WireAnomaly

it('puts sensors at fault before what is not clear and before events, the newest first', () => {
  const all = [
    anomaly('storm', 'event', 9),
    anomaly('old', 'fault', 1),
    anomaly('odd', 'unclear', 5),
    anomaly('new', 'fault', 8),
  ]
  expect(orderAnomalies(all).map(({ station }) => station)).toEqual(['new', 'old', 'odd', 'storm'])
})
