import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isPropertyKey } from '@ioc/shared/ids'
import { parseTime, SECOND } from '@ioc/shared/time'
import { parseTopic } from '@ioc/shared/topics'
import { parseSimOptions } from '@ioc/simulators/sim-options'
import { describe, expect, it } from 'vitest'
import { elements, folderOf, HUE, openBroker, sim, until } from './simulators-stage.js'

describe('sim', () => {
  it('lets sixty stations report as the contract says, at once and then on their beat', async () => {
    const broker = await openBroker()
    const startedAt = Date.now()
    const running = sim(broker.port, '--interval', '1')
    await until(() => new Set(broker.reports().map(({ client }) => client)).size === 60)
    expect(Date.now() - startedAt).toBeLessThan(5 * SECOND)
    await until(() => broker.reports().length > 60 * 4)
    running.stop()
    expect(await running.code).toBe(0)
    const counted = broker.heard.length

    const statuses = broker.heard.filter(({ topic }) => parseTopic(topic)?.leaf === 'status')
    expect(statuses).toHaveLength(60)
    for (const { payload, retain, qos } of statuses)
      expect({ payload, retain, qos }).toEqual({ payload: 'online', retain: true, qos: 1 })
    for (const { client, topic, qos, retain } of broker.reports()) {
      expect({ station: parseTopic(topic)?.station, qos, retain }).toEqual({ station: client, qos: 1, retain: false })
    }
    for (const heard of broker.reports()) {
      const [{ at, values } = { at: '', values: {} }] = elements(heard)
      expect(Math.abs((parseTime(at) ?? 0) - heard.at)).toBeLessThan(2 * SECOND)
      expect(Object.keys(values).every(isPropertyKey)).toBe(true)
      expect(Object.values(values).length).toBeGreaterThan(0)
      expect(Object.values(values).every(Number.isFinite)).toBe(true)
    }
    const ofOne = broker.reports().filter(({ client }) => client === 'HUE-WL-05')
    expect(ofOne.map((heard) => elements(heard)[0]?.seq)).toEqual(ofOne.map((_, i) => i + 1))
    await new Promise((later) => setTimeout(later, 1_200))
    expect(broker.heard.length).toBe(counted)
    expect(running.told()).toContain('connected 60/60')
  })

  it('delivers late, with its own times, what it could not send while the broker was away', async () => {
    const first = await openBroker()
    const running = sim(first.port, '--interval', '0.5', '--stations', '12')
    await until(() => first.reports().length > 24)
    await first.close()
    const gap = Date.now()
    await new Promise((later) => setTimeout(later, 3 * SECOND))
    const second = await openBroker(first.port)
    const back = Date.now()
    await until(() => new Set(second.reports().map(({ client }) => client)).size === 12)
    await until(() => second.reports().length > 12 * 8)
    running.stop()
    expect(await running.code).toBe(0)

    for (const station of new Set(second.reports().map(({ client }) => client))) {
      const seqs = [...first.reports(), ...second.reports()]
        .filter(({ client }) => client === station)
        .map((heard) => elements(heard)[0]?.seq ?? 0)
      const seen = [...new Set(seqs)].sort((a, b) => a - b)
      expect(seen).toEqual(seen.map((_, i) => i + 1))
      const times = second
        .reports()
        .filter(({ client }) => client === station)
        .map((heard) => parseTime(elements(heard)[0]?.at) ?? 0)
      expect(times.filter((at) => at > gap && at < back).length).toBeGreaterThanOrEqual(3)
    }
  })

  it('names the stations without a secret and the refused ones, and runs on with the rest', async () => {
    const broker = await openBroker(0, (id) => `secret of ${id}`)
    const folder = await folderOf({
      'secrets.json': JSON.stringify({
        'HUE-AQ-01': 'secret of HUE-AQ-01',
        'HUE-AQ-02': 'not the secret',
        'HUE-WL-05': 'secret of HUE-WL-05',
      }),
    })
    const running = sim(broker.port, '--interval', '1', '--credentials', join(folder, 'secrets.json'))
    await until(() => running.told().includes('HUE-AQ-02'))
    await until(() => new Set(broker.reports().map(({ client }) => client)).size === 2)
    expect(running.told()).toMatch(/no secret for 57 stations: HUE-AQ-03, .* more/)
    expect(running.told()).toMatch(/refused 1 stations \(.*\): HUE-AQ-02/)
    running.stop()
    expect(await running.code).toBe(0)
  })

  it('ends with 1 where no station at all is let in', async () => {
    const broker = await openBroker(0, (id) => `secret of ${id}`)
    const folder = await folderOf({ 'wrong.json': JSON.stringify({ 'HUE-AQ-01': 'x', 'HUE-AQ-02': 'y' }) })
    expect(await sim(broker.port, '--credentials', join(folder, 'wrong.json')).code).toBe(1)
    await writeFile(join(folder, 'none.json'), '{}')
    expect(await sim(broker.port, '--credentials', join(folder, 'none.json')).code).toBe(1)
  })

  it('writes a province folder with as many stations as asked for', async () => {
    const folder = await folderOf({})
    const running = sim(1, '--stations', '75', '--write-province', join(folder, 'big'))
    expect(await running.code).toBe(0)
    const copy = parseSimOptions(['--province', join(folder, 'big')], { province: HUE })
    const broker = await openBroker()
    if (copy === 'help') throw new Error('asked for help')
    sim(broker.port, '--province', copy.province, '--interval', '1')
    await until(() => new Set(broker.reports().map(({ client }) => client)).size === 75)
  })
})
