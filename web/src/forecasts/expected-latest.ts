import type { WireExpected } from '@ioc/shared/forecast'
import { aqiBand } from '@ioc/shared/vn-aqi'
import type { LatestStation } from '@ioc/shared/wire'

/** A station in the form in which the feed tells the present, with what is expected of it in the place of what was measured. */
export function expectedLatest(station: string, expected: readonly WireExpected[]): LatestStation {
  const values: LatestStation['values'] = {}
  const indices: LatestStation['indices'] = {}
  for (const { property, at, p50 } of expected) {
    if (property === 'vn_aqi')
      indices[property] = { value: p50, band: aqiBand(Math.round(p50)).band, main: property, at }
    else values[property] = { value: p50, at, quality: 'good' }
  }
  const reporting = expected.length > 0 ? 'reporting' : 'silent'
  const at = expected[0]?.at ?? null
  return { station, at, receivedAt: null, connection: null, reporting, values, indices, alarm: null }
}
