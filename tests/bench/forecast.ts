import { fitSeasonal } from '@ioc/server/adapters/augurs'
import { CHOSEN, scoresOf } from '@ioc/server/cli/score-table'
import { backtest } from '@ioc/server/forecasts/choice/backtest'
import { allModels } from '@ioc/server/forecasts/models/models'
import { layoutOf } from '@ioc/server/forecasts/plan'
import type { Score } from '@ioc/server/forecasts/choice/scores'
import { HOUR } from '@ioc/shared/time'
import { benchAnomalies } from './anomalies.js'
import { hoursOf, judgedSeries } from './judged-series.js'
import { forecastCost, type Cost } from './forecast-cost.js'

const BESIDE = ['naive-24h', 'naive-168h', 'ets', 'mstl-ets', CHOSEN]

/**
 * `pnpm bench forecast [FOLDER] [SERIES]`: the back-test table over the series that FOLDER/series.json names (24 h ahead,
 * 14 origins), how many datastreams an hour one core forecasts, both spans of each, and the labelled anomalies beside a windowed Gaussian.
 */
export async function benchForecast(): Promise<void> {
  const found = judgedSeries(process.argv[3])
  if (!found) return
  const { folder, judged } = found
  const models = allModels(fitSeasonal)
  const results: Map<string, Score>[] = []
  const costs: Cost[] = []

  row('mean absolute scaled error', [...BESIDE, 'ratio', 'in 90 %'])
  for (const each of judged.slice(0, Number(process.argv[4] ?? judged.length))) {
    const { file, column } = each
    const series = await hoursOf(folder, each)
    const scores = scoresOf(backtest(series, models, { plan: layoutOf('day', HOUR), count: 14 }))
    results.push(scores)
    row(`${file}.${column}`.slice(0, 44), [
      ...errorsOf(scores),
      ratioOf(scores).toFixed(3),
      percent(within90Of(scores)),
    ])
    costs.push(forecastCost(series, file.startsWith('water-')))
  }
  summary(results)

  const [day, hours] = [mean(costs.map((cost) => cost.day)), mean(costs.map((cost) => cost.hours))]
  write(`an hour of one core forecasts ${datastreams(day + hours)} datastreams, rivers as often as they have steps: `)
  write(`a day ahead alone ${datastreams(day)}, three hours ahead alone ${datastreams(hours)}\n\n`)
  await benchAnomalies(folder)
}

function summary(results: readonly Map<string, Score>[]): void {
  const meanOf = (name: string) => mean(results.map((scores) => scores.get(name)!.mase))
  const better = Math.min(meanOf('naive-24h'), meanOf('naive-168h'))
  const ratios = results.map(ratioOf)
  row('mean', [
    ...BESIDE.map((name) => meanOf(name).toFixed(3)),
    mean(ratios).toFixed(3),
    percent(mean(results.map(within90Of))),
  ])
  write(`chosen against the better naive on average ${(meanOf(CHOSEN) / better).toFixed(3)}, `)
  write(`against the better of each series ${mean(ratios).toFixed(3)}, `)
  write(`against mstl-ets ${(meanOf(CHOSEN) / meanOf('mstl-ets')).toFixed(3)}\n`)
  const worse = ratios.filter((ratio) => ratio > 1)
  write(
    `worse than the better naive on ${worse.length} of ${ratios.length}, at most ${Math.max(...ratios).toFixed(3)} times\n`,
  )
}

function errorsOf(scores: Map<string, Score>): string[] {
  return BESIDE.map((name) => scores.get(name)!.mase.toFixed(3))
}

function ratioOf(scores: Map<string, Score>): number {
  return scores.get(CHOSEN)!.mase / Math.min(scores.get('naive-24h')!.mase, scores.get('naive-168h')!.mase)
}

function within90Of(scores: Map<string, Score>): number {
  return scores.get(CHOSEN)!.within90
}

function datastreams(ms: number): string {
  return Math.round(HOUR / ms).toLocaleString('en')
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function row(name: string, cells: readonly string[]): void {
  write(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(11)).join('')}\n`)
}

function write(text: string): void {
  process.stdout.write(text)
}
