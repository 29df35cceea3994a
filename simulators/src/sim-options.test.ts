import { describe, expect, it } from 'vitest'
import { parseReplayOptions } from './replay-options.js'
import { parseSimOptions } from './sim-options.js'

const sim = (...args: string[]) => parseSimOptions(args, { province: 'provinces/hue' })

describe('the command line of the simulators', () => {
  it('needs nothing', () => {
    expect(sim()).toMatchObject({
      stations: null,
      scenario: { name: 'calm' },
      seed: 1,
      speed: 1,
      broker: 'mqtt://127.0.0.1:1883',
      province: 'provinces/hue',
      intervalMs: null,
      faults: {},
      historyHours: 0,
      scenarioAgeHours: 0,
    })
    expect(sim('--help')).toBe('help')
  })

  it('reads what it is given', () => {
    const given = sim('--stations', '5000', '--scenario', 'flood', '--interval', '0.5', '--faults', 'silent=0.1')
    expect(given).toMatchObject({
      stations: 5_000,
      scenario: { name: 'flood' },
      intervalMs: 500,
      faults: { silent: 0.1 },
    })
    expect(sim('--history', '720')).toMatchObject({ historyHours: 720 })
    expect(sim('--history', '26', '--history', '2')).toMatchObject({ historyHours: 2 })
    expect(sim('--scenario-age', '2.5')).toMatchObject({ scenarioAgeHours: 2.5 })
    expect(sim('--broker', 'ws://ioc.example:8080')).toMatchObject({ broker: 'ws://ioc.example:8080/mqtt' })
    expect(sim('--broker', 'mqtt://[::1]:1883')).toMatchObject({ broker: 'mqtt://[::1]:1883' })
  })

  it.each([
    ['--scenario', 'drought'],
    ['--stations', 'many'],
    ['--speed', '0'],
    ['--broker', 'http://127.0.0.1'],
    ['--world-start', '2026-10-20'],
    ['--scenario-age', 'long'],
    ['--history', '721'],
    ['--history', 'a day'],
  ])('refuses %s %s and says so', (flag, value) => {
    expect(() => sim(flag, value)).toThrow(value)
  })
})

describe('the command line of replay', () => {
  it('reads columns and the properties they feed', () => {
    const options = parseReplayOptions(['a.csv', '--station', 'A', '--column', 'pm25:pm2_5', '--column', 'temperature'])
    expect(options).toMatchObject({
      file: 'a.csv',
      excerpt: {
        feeds: [
          { column: 'pm25', property: 'pm2_5' },
          { column: 'temperature', property: 'temperature' },
        ],
      },
    })
    expect(parseReplayOptions(['a.csv', '--station', 'A', '--column', 'PM', '--property', 'pm10'])).toMatchObject({
      excerpt: { feeds: [{ column: 'PM', property: 'pm10' }] },
    })
  })

  it.each([
    [['--station', 'A', '--column', 'a'], 'file'],
    [['a.csv', '--column', 'a'], '--station'],
    [['a.csv', '--station', 'A'], '--column'],
    [['a.csv', '--station', 'A', '--column', 'PM25'], "'PM25' is not a property key"],
  ])('refuses %j', (args, told) => {
    expect(() => parseReplayOptions(args)).toThrow(told)
  })
})
