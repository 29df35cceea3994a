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
      return found.sort((a, b) => a.issuedAt - b.issuedAt || (keyOf(a) < keyOf(b) ? -1 : 1))
    },
    async due(at, most) {
      const scored = new Set(scores.map((each) => `${keyOf(each)} ${each.issuedAt}`))
      const due = forecasts.filter(
        (each) =>
          each.start + each.stepMs * (each.quantiles.length / 5) <= at &&
          !scored.has(`${keyOf(each)} ${each.issuedAt}`),
      )
      return due.sort((a, b) => a.issuedAt - b.issuedAt || (keyOf(a) < keyOf(b) ? -1 : 1)).slice(0, most)
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

function add(sum: ForecastSum, score: Omit<ForecastScore, 'issuedAt'>, issuedAt: number): ForecastSum {
  return {
    ...sum,
    count: sum.count + score.count,
    error: sum.error + score.error,
    scaled: sum.scaled + score.scaled,
    pinball: sum.pinball + score.pinball,
    within50: sum.within50 + score.within50,
    within90: sum.within90 + score.within90,
    since: Math.min(sum.since, issuedAt),
  }
}
