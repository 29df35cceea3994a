import { HOUR, MINUTE, parseTime, SECOND } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { elements, openBroker, sim, until, type Heard } from './simulators-stage.js'

const isPast = (heard: Heard) => heard.payload.startsWith('[')
const times = (heard: readonly Heard[]) => heard.flatMap(elements).map(({ at }) => parseTime(at) ?? 0)

describe('sim --history', () => {
  it('delivers two hours of three stations, whole and oldest first, and holds up no live report', async () => {
    const broker = await openBroker()
    const startedAt = Date.now()
    const running = sim(broker.port, '--stations', '3', '--history', '2', '--interval', '1')
    const live = () => broker.reports().filter((heard) => !isPast(heard))
    await until(() => new Set(live().map(({ client }) => client)).size === 3)
    expect(Date.now() - startedAt).toBeLessThan(5 * SECOND)
    await until(() => times(broker.reports().filter(isPast)).length >= 3 * 2 * 120)
    await until(() => live().length >= 9)
    running.stop()
    expect(await running.code).toBe(0)
    expect(running.told()).not.toContain('history')

    const stations = new Set(broker.reports().map(({ client }) => client))
    expect(stations.size).toBe(3)
    const first = Math.ceil((startedAt - 2 * HOUR) / (MINUTE / 2)) * (MINUTE / 2)
    for (const station of stations) {
      const own = broker.reports().filter(({ client }) => client === station)
      const past = own.filter(isPast)
      const told = times(past)
      expect(told).toEqual(told.map((_, i) => first + (i * MINUTE) / 2))
      expect(startedAt - (told.at(-1) ?? 0)).toBeLessThan(MINUTE / 2)
      expect(past.every(({ qos }) => qos === 1)).toBe(true)
      for (const element of past.flatMap(elements)) expect(element).not.toHaveProperty('seq')
      const seqs = own.filter((heard) => !isPast(heard)).map((heard) => elements(heard)[0]?.seq)
      expect(seqs).toEqual(seqs.map((_, i) => i + 1))
    }
  })

  it('brings all sixty stations on the screen within five seconds, however long their past', async () => {
    const broker = await openBroker()
    const startedAt = Date.now()
    const running = sim(broker.port, '--history', '720')
    await until(
      () =>
        new Set(
          broker
            .reports()
            .filter((heard) => !isPast(heard))
            .map(({ client }) => client),
        ).size === 60,
    )
    expect(Date.now() - startedAt).toBeLessThan(5 * SECOND)
    running.stop()
    await running.code
    expect(running.told()).toMatch(/history \d+\/680\d{3}/)
  })

  it('says the same when it is told twice', async () => {
    const broker = await openBroker()
    const tell = async () => {
      const before = broker.heard.length
      const running = sim(broker.port, '--stations', '2', '--history', '9')
      const past = () => broker.reports().filter((heard) => broker.heard.indexOf(heard) >= before && isPast(heard))
      await until(() => times(past()).length >= 2 * 9 * 120)
      running.stop()
      await running.code
      return new Map(
        past().flatMap((heard) => elements(heard).map((element) => [`${heard.client} ${element.at}`, element])),
      )
    }
    const [first, second] = [await tell(), await tell()]
    const both = [...first.keys()].filter((key) => second.has(key))
    expect(both.length).toBeGreaterThanOrEqual(2 * 9 * 120 - 4)
    for (const key of both) expect(second.get(key)).toEqual(first.get(key))
  })

  it('goes on where it was when the broker was away in between', async () => {
    const first = await openBroker()
    const running = sim(first.port, '--stations', '3', '--history', '720')
    await until(() => first.reports().filter(isPast).length > 20)
    await first.close()
    const second = await openBroker(first.port)
    await until(
      () =>
        new Set(
          second
            .reports()
            .filter(isPast)
            .map(({ client }) => client),
        ).size === 3,
    )
    const all = () => [...first.reports(), ...second.reports()].filter(isPast)
    await until(
      () =>
        new Set(all().flatMap((heard) => elements(heard).map(({ at }) => heard.client + at))).size >=
        3 * (695 * 12 + 25 * 120),
    )
    running.stop()
    await running.code
    for (const station of new Set(all().map(({ client }) => client))) {
      const told = [...new Set(times(all().filter(({ client }) => client === station)))]
      const steps = new Set(told.slice(1).map((at, i) => at - told[i]!))
      expect([...steps]).toEqual([5 * MINUTE, MINUTE / 2])
    }
  })
})
