import type { StationId } from '@ioc/shared/ids'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import type { ForecastStore, Foretold, IssuedForecast } from '../ports/forecasts.js'
import { expectationOf } from './expectation.js'

/** Each span is forecast anew once an hour at least, so that both are known after this. */
const JOINED_MS = 2 * HOUR

/**
 * What was expected of one property over a range, issue by issue as it was told then. Whether a record was good enough
 * at the time to rely on them is not asked.
 */
export async function readForetold(
  store: Pick<ForecastStore, 'issued'>,
  { property, from, to }: { property: string; from: EpochMs; to: EpochMs },
): Promise<Foretold[]> {
  const newest = new Map<StationId, Map<string, IssuedForecast>>()
  const found = new Map<string, Foretold>()
  for (const forecast of await store.issued({ property, from: from - JOINED_MS, to })) {
    const { station, span, issuedAt } = forecast
    const known = newest.get(station) ?? new Map<string, IssuedForecast>()
    newest.set(station, known.set(span, forecast))
    if (issuedAt < from) continue
    const expectation = expectationOf([...known.values()])
    if (expectation) found.set(`${station} ${issuedAt}`, { station, property, expectation })
  }
  return [...found.values()]
}
