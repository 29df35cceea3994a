import type {
  RankedBy,
  WireForecastRanking,
  WireForecastRecord,
  WireForecastState,
  WireRanked,
} from '@ioc/shared/forecast'
import { sumModels } from './sum-records.js'

const WANTED_COVERAGE = 0.9

/** How the datastreams of a span are forecast, all with a record in order, and how each model does over all of them. */
export function rankForecasts(
  states: readonly WireForecastState[],
  { days, by, first, model, limit }: RankedBy,
): Omit<WireForecastRanking, 'early' | 'since'> {
  const of = days === '7' ? 'week' : 'month'
  const without: WireForecastRanking['without'] = {}
  for (const state of states) if (state.without) without[state.without] = (without[state.without] ?? 0) + 1
  const ranked = states
    .flatMap((state): WireRanked[] => {
      const record = recordsOf(state, model)[of]
      if (!record) return []
      const { station, property, without } = state
      return [{ station, property, without, model: model ?? state.model, record }]
    })
    .sort((a, b) => {
      const worse = badnessOf(b.record, by) - badnessOf(a.record, by)
      return first === 'worst' ? worse : -worse
    })
  return {
    followed: states.length,
    forecast: states.filter((state) => state.without === null).length,
    without,
    models: sumModels(states.flatMap((state) => state.models)),
    judged: ranked.length,
    ranked: ranked.slice(0, limit),
  }
}

function recordsOf(
  state: WireForecastState,
  model: string | undefined,
): { week: WireForecastRecord | null; month: WireForecastRecord | null } {
  if (model === undefined) return state
  return state.models.find((each) => each.model === model) ?? { week: null, month: null }
}

/** A band that holds too much is as wrong as one that holds too little; few values say little. */
function badnessOf(record: WireForecastRecord, by: RankedBy['by']): number {
  if (by === 'coverage90') return Math.abs(record.coverage90 - WANTED_COVERAGE)
  return by === 'count' ? -record.count : record[by]
}
