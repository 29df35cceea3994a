import { DAY } from '@ioc/shared/time'
import type { ForecastScore, IssuedForecast } from '../../ports/forecasts.js'
import type { ReadHistory } from '../../ports/observation-store.js'
import type { Over } from '../series/even-series.js'
import { readEven } from '../series/read-even.js'
import { scoreIssued, stepsOf } from './score-issued.js'

/** Puts what is known now beside forecasts of one datastream, span and step. They overlap: their truth is read once. */
export async function judgeIssued(
  read: ReadHistory,
  group: readonly IssuedForecast[],
  over: Over,
): Promise<ForecastScore[]> {
  const [first] = group
  if (!first) return []
  const { station, property, stepMs } = first
  // What was measured a day before is what the seasonal naive would have said.
  const from = Math.min(...group.map(({ start }) => start)) - DAY
  const to = Math.max(...group.map((forecast) => forecast.start + stepsOf(forecast) * stepMs))
  const { values } = await readEven(read, { station, property, over, from, to, stepMs })
  return group.map((forecast) => {
    const steps = stepsOf(forecast)
    const at = Math.round((forecast.start - from) / stepMs)
    const before = at - Math.round(DAY / stepMs)
    return scoreIssued(forecast, values.subarray(at, at + steps), values.subarray(before, before + steps))
  })
}
