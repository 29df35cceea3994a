import type {
  ForecastPlace,
  ForecastScore,
  ForecastStore,
  ForecastSum,
  IssuedForecast,
  SavedChoice,
} from '../../ports/forecasts.js'

/** Forecasts that are forgotten when the process ends. */
export function createMemoryForecastStore(): ForecastStore {
  let forecasts: IssuedForecast[] = []
  let scores: ForecastScore[] = []
  const choices = new Map<string, SavedChoice>()

  return {
    async put(added) {
      forecasts.push(...added.map((each) => structuredClone(each)))
    },
    async newest(from) {
      const found = new Map<string, IssuedForecast>()
      for (const each of forecasts) {
        if (each.issuedAt >= from && each.issuedAt >= (found.get(keyOf(each))?.issuedAt ?? 0))
          found.set(keyOf(each), each)
      }
      return [...found.values()]
    },
    async issued({ property, from, to }) {
      const found = forecasts.filter(
        (each) => each.property === property && each.issuedAt >= from && each.issuedAt < to,
      )
      return found.sort(inOrder)
    },
    async due({ from, at, most }) {
      const scored = new Set(scores.map((each) => `${keyOf(each)} ${each.issuedAt}`))
      const due = forecasts.filter(
        (each) =>
          each.issuedAt >= from &&
          each.start + each.stepMs * (each.quantiles.length / 5) <= at &&
          !scored.has(`${keyOf(each)} ${each.issuedAt}`),
      )
      return due.sort(inOrder).slice(0, most)
    },
    async incomplete({ from, to }) {
      const sums = new Map<string, ForecastScore>()
      for (const score of scores) {
        const key = `${keyOf(score)} ${score.issuedAt}`
        const sum = sums.get(key)
        sums.set(key, sum ? { ...sum, ...added(sum, score) } : score)
      }
      return forecasts
        .filter(({ issuedAt }) => issuedAt >= from && issuedAt < to)
        .sort(inOrder)
        .flatMap((forecast) => {
          const score = sums.get(`${keyOf(forecast)} ${forecast.issuedAt}`)
          return score && score.count < forecast.quantiles.length / 5 ? { forecast, score } : []
        })
    },
    async putScores(added) {
      scores.push(...added.map((each) => ({ ...each })))
    },
    async sums(from, to = Infinity) {
      const sums = new Map<string, ForecastSum>()
      for (const { issuedAt, ...score } of scores) {
        if (issuedAt < from || issuedAt >= to) continue
        const key = `${keyOf(score)} ${score.model}`
        const sum = sums.get(key)
        sums.set(key, sum ? add(sum, score, issuedAt) : { ...score, since: issuedAt })
      }
      return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
    },
    choices: async () => [...choices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, choice]) => ({ ...choice })),
    async putChoice(choice) {
      choices.set(keyOf(choice), { ...choice })
    },
    async forgetStation(station) {
      forecasts = forecasts.filter((each) => each.station !== station)
      scores = scores.filter((each) => each.station !== station)
      for (const [key, choice] of choices) if (choice.station === station) choices.delete(key)
    },
    async forget(before) {
      forecasts = forecasts.filter(({ span, issuedAt }) => issuedAt >= before[span])
      scores = scores.filter(({ issuedAt }) => issuedAt >= before.scores)
    },
  }
}

function keyOf({ station, property, span }: ForecastPlace): string {
  return `${station} ${property} ${span}`
}

function inOrder(a: IssuedForecast, b: IssuedForecast): number {
  return a.issuedAt - b.issuedAt || (keyOf(a) < keyOf(b) ? -1 : 1)
}

function add(sum: ForecastSum, score: Omit<ForecastScore, 'issuedAt'>, issuedAt: number): ForecastSum {
  return { ...sum, ...added(sum, score), since: Math.min(sum.since, issuedAt) }
}

type Parts = Omit<ForecastScore, keyof ForecastPlace | 'issuedAt' | 'model'>

function added(a: Parts, b: Parts): Parts {
  return {
    count: a.count + b.count,
    error: a.error + b.error,
    scaled: a.scaled + b.scaled,
    pinball: a.pinball + b.pinball,
    within50: a.within50 + b.within50,
    within90: a.within90 + b.within90,
    floor: a.floor + b.floor,
  }
}
