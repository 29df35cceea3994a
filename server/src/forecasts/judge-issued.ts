import { DAY } from '@ioc/shared/time'
import type { ForecastScore, IssuedForecast } from '../ports/forecasts.js'
import type { Over } from './even-series.js'
import { readEven, type ReadHistory } from './read-even.js'
import { scoreIssued, stepsOf } from './score-issued.js'

/** Puts what is known now beside forecasts of one datastream and span. They overlap: their truth is read once. */
export async function judgeIssued(
  read: ReadHistory,
  group: readonly IssuedForecast[],
  over: Over,
): Promise<ForecastScore[]> {
  const [first] = group
  if (!first) return []
  const { station, property, stepMs } = first
  const alike = group.filter((forecast) => forecast.stepMs === stepMs)
  // What was measured a day before is what the seasonal naive would have said.
  const from = Math.min(...alike.map(({ start }) => start)) - DAY
  const to = Math.max(...alike.map((forecast) => forecast.start + stepsOf(forecast) * stepMs))
  const { values } = await readEven(read, { station, property, over, from, to, stepMs })
  const scores = alike.map((forecast) => {
    const steps = stepsOf(forecast)
    const at = Math.round((forecast.start - from) / stepMs)
    const before = at - Math.round(DAY / stepMs)
    return scoreIssued(forecast, values.subarray(at, at + steps), values.subarray(before, before + steps))
  })
  // Its values came in other steps meanwhile: older forecasts are a group of their own.
  return [
    ...scores,
    ...(await judgeIssued(
      read,
      group.filter((forecast) => forecast.stepMs !== stepMs),
      over,
    )),
  ]
}
