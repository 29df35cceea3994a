import { fitSeasonal } from '@ioc/server/adapters/augurs'
import { backtest, type Issued } from '@ioc/server/forecasts/choice/backtest'
import { allModels } from '@ioc/server/forecasts/models/models'
import { layoutOf } from '@ioc/server/forecasts/plan'
import { chancesBy, probabilityPast, type ExtremalIndex } from '@ioc/shared/chance'
import { HOUR } from '@ioc/shared/time'
import { hoursOf, judgedSeries } from './judged-series.js'

/** A limit, how probable its passing within the day was said to be in each way, and whether it came. */
interface Passing {
  said: Record<(typeof WAYS)[number], number>
  came: boolean
}

const WAYS = ['learned', 'likeliest step', 'each by itself'] as const
const SIDES: readonly (keyof ExtremalIndex)[] = ['above', 'below']
/** Limits: these quantiles of the farthest values of the days. */
const LIMITS = [0.3, 0.5, 0.7, 0.85, 0.95]
const EDGES = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 1]

/**
 * `pnpm bench passings [FOLDER] [ORIGINS]`: how probable the desk says it is that a limit is passed within a day, over the
 * series that FOLDER/series.json names, beside how often it was; and beside what the likeliest step alone would have
 * said, and steps that pass it each by itself.
 */
export async function benchPassings(): Promise<void> {
  const found = judgedSeries(process.argv[3])
  if (!found) return
  const { folder, judged } = found
  const models = allModels(fitSeasonal)
  const passings: Record<keyof ExtremalIndex, Passing[]> = { above: [], below: [] }
  row('Brier score', [...WAYS, 'said', 'came', 'limits'])
  for (const each of judged) {
    const { file, column } = each
    const series = await hoursOf(folder, each)
    const issued = backtest(series, models, { plan: layoutOf('day', HOUR), count: Number(process.argv[4] ?? 60) })
    for (const side of SIDES) {
      const found = passingsOf(issued, side)
      passings[side].push(...found)
      scoreRow(`${file}.${column}`.slice(0, 38).padEnd(39) + side, found)
    }
  }
  for (const side of SIDES) {
    scoreRow(`all, ${side}`, passings[side])
    for (const way of WAYS) reliability(`  ${way}: said>came`, passings[side], way)
  }
}

function passingsOf(issued: readonly Issued[], side: keyof ExtremalIndex): Passing[] {
  const sign = side === 'above' ? 1 : -1
  const days = issued.flatMap(({ forecasts, truth, last, extremal }) => {
    const chosen = forecasts.find((forecast) => forecast.chosen)
    const farthest = sign * Math.max(...truth.map((value) => sign * value))
    return chosen && !Number.isNaN(farthest) ? [{ steps: chosen.steps, farthest, last, index: extremal[side] }] : []
  })
  const sorted = days.map(({ farthest }) => farthest).sort((a, b) => sign * (a - b))
  const limits = new Set(LIMITS.map((share) => sorted[Math.floor(share * sorted.length)]!))
  return days.flatMap(({ steps, farthest, last, index }) =>
    [...limits].flatMap((limit) => {
      if (sign * (last - limit) >= 0) return []
      const chances = steps.map((step) => probabilityPast(step, limit, side))
      const by = (each: number) => chancesBy(chances.map((chance) => ({ chance, index: each }))).at(-1)!
      const said = { learned: by(index), 'likeliest step': by(0), 'each by itself': by(1) }
      return [{ said, came: sign * (farthest - limit) >= 0 }]
    }),
  )
}

function scoreRow(name: string, passings: readonly Passing[]): void {
  const brier = WAYS.map((way) => mean(passings.map(({ said, came }) => (said[way] - Number(came)) ** 2)))
  const said = mean(passings.map((each) => each.said.learned))
  const came = mean(passings.map((each) => Number(each.came)))
  row(name, [...brier, said, came].map((value) => value.toFixed(3)).concat(String(passings.length)))
}

function reliability(name: string, passings: readonly Passing[], way: (typeof WAYS)[number]): void {
  const cells = EDGES.slice(1).map((to, i) => {
    const its = passings.filter(({ said }) => said[way] >= EDGES[i]! && said[way] < to)
    return `${mean(its.map(({ said }) => said[way])).toFixed(2)}>${mean(its.map(({ came }) => Number(came))).toFixed(2)}`
  })
  row(name, cells)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function row(name: string, cells: readonly string[]): void {
  process.stdout.write(`${name.padEnd(46)}${cells.map((cell) => cell.padStart(16)).join('')}\n`)
}
