import { expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import { DAY, HOUR } from '@ioc/shared/time'
import type { ForecastScore, ForecastStore, IssuedForecast } from '@ioc/server/ports/forecasts'

const T0 = 1_760_000_000_000

function forecastOf(station: string, issuedAt: number, change: Partial<IssuedForecast> = {}): IssuedForecast {
  return {
    station: station as StationId,
    property: 'water_level',
    span: 'day',
    issuedAt,
    model: 'combination',
    start: issuedAt,
    stepMs: HOUR,
    scale: 0.25,
    quantiles: Float32Array.of(-1, 0.5, 1.25, 2, 3, 0, 1, 1.5, 2, 2.5),
    extremal: { above: 0.4, below: 0.02 },
    ...change,
  }
}

function scoreOf(station: string, issuedAt: number, change: Partial<ForecastScore> = {}): ForecastScore {
  const place = { station: station as StationId, property: 'water_level', span: 'day' as const, model: 'combination' }
  const sums = { count: 2, error: 0.5, scaled: 2, pinball: 0.75, within50: 1, within90: 2, floor: 3 }
  return { ...place, issuedAt, ...sums, ...change }
}

/** What every store of forecasts promises. `reopen` gives the same data as a later start of the server would see it. */
export function forecastStoreContract(
  open: () => Promise<{ store: ForecastStore; reopen(): Promise<ForecastStore> }>,
): void {
  it('gives back the newest forecast of each place as it was issued', async () => {
    const { store, reopen } = await open()
    await store.put([])
    await store.put([forecastOf('A', T0), forecastOf('B', T0 - HOUR), forecastOf('A', T0 - HOUR)])
    await store.put([forecastOf('A', T0, { span: 'hours', stepMs: 600_000 })])
    const later = await reopen()
    const newest = await later.newest(T0)
    expect(newest).toHaveLength(2)
    expect(newest).toEqual(
      expect.arrayContaining([forecastOf('A', T0), forecastOf('A', T0, { span: 'hours', stepMs: 600_000 })]),
    )
    expect(await later.newest(T0 + 1)).toEqual([])
  })

  it('gives back what was issued of a property in a range, in order', async () => {
    const { store, reopen } = await open()
    const finer = forecastOf('A', T0, { span: 'hours', stepMs: 600_000 })
    await store.put([forecastOf('A', T0 + HOUR), forecastOf('B', T0), finer, forecastOf('A', T0)])
    await store.put([
      forecastOf('A', T0 - 1),
      forecastOf('A', T0, { property: 'flow' }),
      forecastOf('B', T0 + 2 * HOUR),
    ])
    const later = await reopen()
    const found = await later.issued({ property: 'water_level', from: T0, to: T0 + 2 * HOUR })
    expect(found).toEqual([forecastOf('A', T0), finer, forecastOf('B', T0), forecastOf('A', T0 + HOUR)])
    expect(await later.issued({ property: 'water_level', from: T0 + 3 * HOUR, to: T0 + 4 * HOUR })).toEqual([])
  })

  it('tells what is over and not judged yet, oldest first', async () => {
    const { store } = await open()
    await store.put([forecastOf('B', T0 + HOUR), forecastOf('A', T0), forecastOf('A', T0 + 2 * HOUR)])
    const due = (from: number, at: number, most = 9) => store.due({ from, at, most })
    expect(await due(0, T0 + 2 * HOUR - 1)).toEqual([])
    expect(await due(0, T0 + 3 * HOUR)).toEqual([forecastOf('A', T0), forecastOf('B', T0 + HOUR)])
    expect(await due(0, T0 + 3 * HOUR, 1)).toEqual([forecastOf('A', T0)])
    expect(await due(T0 + 1, T0 + 3 * HOUR)).toEqual([forecastOf('B', T0 + HOUR)])
    await store.putScores([scoreOf('A', T0)])
    expect(await due(T0, T0 + 3 * HOUR)).toEqual([forecastOf('B', T0 + HOUR)])
  })

  it('tells what was judged with steps missing, with all that is known of it', async () => {
    const { store } = await open()
    const judged = [forecastOf('A', T0), forecastOf('B', T0), forecastOf('C', T0), forecastOf('D', T0 + HOUR)]
    await store.put([...judged, forecastOf('E', T0)])
    const half = { count: 1, error: 0.25, scaled: 1, pinball: 0.5, within50: 1, within90: 1, floor: 2 }
    const none = { count: 0, error: 0, scaled: 0, pinball: 0, within50: 0, within90: 0, floor: 0 }
    await store.putScores([
      scoreOf('A', T0),
      scoreOf('B', T0, half),
      scoreOf('C', T0, none),
      scoreOf('D', T0 + HOUR, half),
    ])
    expect(await store.incomplete({ from: T0, to: T0 + HOUR })).toEqual([
      { forecast: forecastOf('B', T0), score: scoreOf('B', T0, half) },
      { forecast: forecastOf('C', T0), score: scoreOf('C', T0, none) },
    ])
    await store.putScores([scoreOf('B', T0, half)])
    expect((await store.incomplete({ from: T0, to: T0 + HOUR })).map(({ score }) => score.station)).toEqual(['C'])
    expect((await store.sums(T0))[1]).toMatchObject({ station: 'B', count: 2, error: 0.5, floor: 4 })
  })

  it('adds up scores by place and model', async () => {
    const { store, reopen } = await open()
    await store.putScores([])
    await store.putScores([scoreOf('A', T0), scoreOf('A', T0 + HOUR), scoreOf('A', T0 - HOUR)])
    await store.putScores([scoreOf('A', T0, { model: 'naive-24h', count: 0 }), scoreOf('A', T0, { span: 'hours' })])
    const { issuedAt: since, ...one } = scoreOf('A', T0)
    const later = await reopen()
    expect(await later.sums(T0)).toEqual([
      { ...one, since, count: 4, error: 1, scaled: 4, pinball: 1.5, within50: 2, within90: 4, floor: 6 },
      { ...one, since, model: 'naive-24h', count: 0 },
      { ...one, since, span: 'hours' },
    ])
    expect(await later.sums(T0 - HOUR, T0)).toEqual([{ ...one, since: T0 - HOUR }])
  })

  it('keeps the newest choice of each place', async () => {
    const { store, reopen } = await open()
    const choice = { station: 'A' as StationId, property: 'flow', span: 'day' as const, chosenAt: T0, document: '{}' }
    await store.putChoice(choice)
    await store.putChoice({ ...choice, span: 'hours' })
    await store.putChoice({ ...choice, chosenAt: T0 + 1, document: '{"chosen":"ets"}' })
    expect(await (await reopen()).choices()).toEqual([
      { ...choice, chosenAt: T0 + 1, document: '{"chosen":"ets"}' },
      { ...choice, span: 'hours' },
    ])
  })

  it('forgets all of a station', async () => {
    const { store, reopen } = await open()
    const choice = { property: 'flow', span: 'day' as const, chosenAt: T0, document: '{}' }
    for (const station of ['A', 'B'] as StationId[]) {
      await store.put([forecastOf(station, T0), forecastOf(station, T0 + HOUR)])
      await store.putScores([scoreOf(station, T0)])
      await store.putChoice({ ...choice, station })
    }
    await store.forgetStation('A' as StationId)
    const later = await reopen()
    expect((await later.newest(0)).map(({ station }) => station)).toEqual(['B'])
    expect((await later.due({ from: 0, at: T0 + DAY, most: 9 })).map(({ station }) => station)).toEqual(['B'])
    expect((await later.sums(0)).map(({ station }) => station)).toEqual(['B'])
    expect((await later.choices()).map(({ station }) => station)).toEqual(['B'])
  })

  it('forgets each kind before its own time', async () => {
    const { store, reopen } = await open()
    await store.put([forecastOf('A', T0 - HOUR), forecastOf('A', T0), forecastOf('A', T0 - 1, { span: 'hours' })])
    await store.putScores([scoreOf('A', T0 - HOUR), scoreOf('B', T0)])
    await store.forget({ day: T0, hours: T0 - HOUR, scores: T0 })
    const later = await reopen()
    expect((await later.newest(0)).map(({ span, issuedAt }) => [span, issuedAt]).sort()).toEqual([
      ['day', T0],
      ['hours', T0 - 1],
    ])
    expect((await later.sums(0)).map(({ station }) => station)).toEqual(['B'])
  })
}
