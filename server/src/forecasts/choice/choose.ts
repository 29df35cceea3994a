import type { ExtremalIndex } from '@ioc/shared/chance'
import { errorEdges, type Edges } from './bands.js'
import { combine } from './combine.js'
import type { Judged } from './roll.js'

export const COMBINATION = 'combination'
/** What is chosen instead where it was clearly better. */
const FLOOR = ['naive-24h', 'naive-168h']
/** The combination must lose by this share before a naive model is taken instead. */
const CLEARLY = 0.03
/** Models whose error is beyond this multiple of the best one's do not take part. */
const TAKES_PART = 1.35
/** The higher, the more of the weight goes to the best. */
const SHARPNESS = 8
/** An error counts half as much as one that is so many forecasts newer: what was best last month may not be now. */
const HALF_LIFE = 7

/** What a back-test decides of the models. Plain data: it can be kept and sent. */
export interface Choice {
  /** The model whose forecast is issued. */
  chosen: string
  /** Of each model in the combination; they add up to one. */
  weights: Record<string, number>
  /** By model: how far, in units of the spread, the quantiles of each lead lie from the point. */
  edges: Record<string, Edges>
  /** How far the steps of what is issued pass limits each for itself; left out: not at all. */
  extremal?: ExtremalIndex
}

/** Chooses by the record of the past: the combination, unless a naive model was clearly better. */
export function choose(record: readonly Judged[], names: readonly string[]): Choice {
  const errors = new Map(names.map((name) => [name, meanError(record, (judged) => judged.points.get(name))]))
  const weights = weigh(errors)
  const combined = (judged: Judged) => combine(judged.points, weights) ?? undefined
  const own = meanError(record, combined)
  const floor = FLOOR.filter((name) => (errors.get(name) ?? Infinity) < own * (1 - CLEARLY))
  const [best] = floor.toSorted((a, b) => errors.get(a)! - errors.get(b)!)
  const edges = Object.fromEntries(
    names.map((name) => [name, errorEdges(record, (judged) => judged.points.get(name))] as const),
  )
  return {
    chosen: best ?? COMBINATION,
    weights,
    edges: { ...edges, [COMBINATION]: errorEdges(record, combined) },
  }
}

function weigh(errors: ReadonlyMap<string, number>): Record<string, number> {
  const known = [...errors].filter(([, error]) => Number.isFinite(error))
  if (known.length === 0) return Object.fromEntries([...errors].map(([name]) => [name, 1 / errors.size]))
  const best = Math.max(Math.min(...known.map(([, error]) => error)), Number.MIN_VALUE)
  const raw = known.filter(([, error]) => error <= best * TAKES_PART)
  const powers = raw.map(([name, error]) => [name, (best / Math.max(error, best)) ** SHARPNESS] as const)
  const sum = powers.reduce((total, [, power]) => total + power, 0)
  return Object.fromEntries(powers.map(([name, power]) => [name, power / sum]))
}

/** Mean absolute error, newer ones counting more, in units of the spread over what both sides know; NaN where the model never spoke. */
function meanError(record: readonly Judged[], pointsOf: (judged: Judged) => Float64Array | undefined): number {
  let sum = 0
  let total = 0
  for (const [i, judged] of record.entries()) {
    const points = pointsOf(judged)
    if (!points) continue
    const weight = 0.5 ** ((record.length - 1 - i) / HALF_LIFE)
    for (const [lead, truth] of judged.truth.entries()) {
      if (Number.isNaN(truth)) continue
      sum += (weight * Math.abs(truth - points[lead]!)) / judged.spread[lead]!
      total += weight
    }
  }
  return total === 0 ? NaN : sum / total
}
