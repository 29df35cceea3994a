import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { SETTINGS, toConfig } from './config.js'
import type { CodedError } from './errors.js'

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')

function faultsOf(env: Record<string, string>): string[] {
  try {
    toConfig(env, '/ioc')
    return []
  } catch (cause) {
    return (cause as CodedError).faults.map(({ at }) => at)
  }
}

describe('the settings', () => {
  it('need none to be given', () => {
    const config = toConfig({}, '/ioc')
    expect(config).toMatchObject({
      httpPort: 8080,
      mqttPort: 1883,
      tls: null,
      province: '/ioc/provinces/hue',
      deviceRate: 50,
    })
  })

  it('are refused with every fault named at once', () => {
    const env = {
      IOC_HTTP_PORT: 'eighty',
      IOC_MQTT_PORT: '70000',
      IOC_TLS_CERT: 'cert.pem',
      IOC_LOG_LEVEL: 'loud',
      IOC_ADMIN_PASSWORD: 'short',
      IOC_STORE: 'punch cards',
      IOC_COLOUR: 'red',
      PATH: '/bin',
    }
    expect(faultsOf(env).sort()).toEqual(
      [
        'IOC_ADMIN_PASSWORD',
        'IOC_COLOUR',
        'IOC_HTTP_PORT',
        'IOC_LOG_LEVEL',
        'IOC_MQTT_PORT',
        'IOC_STORE',
        'IOC_TLS_KEY',
      ].sort(),
    )
  })

  it('ask for no certificates of devices where there is none to show them', () => {
    expect(faultsOf({ IOC_TLS_CLIENT_CA: 'devices.pem' })).toEqual(['IOC_TLS_CLIENT_CA'])
  })

  it.each([
    ['embedded', null],
    ['mqtt://ioc:secret@broker.example:1883', 'mqtt://ioc:secret@broker.example:1883'],
    ['mqtts://broker.example', 'mqtts://broker.example'],
    ['wss://broker.example/mqtt', 'wss://broker.example/mqtt'],
  ])('take %s as the broker', (IOC_BROKER, broker) => {
    expect(toConfig({ IOC_BROKER }, '/ioc').broker).toBe(broker)
  })

  it.each(['mosquitto', 'http://broker.example', 'mqtt://', 'mqtt:///x'])('refuse %s as the broker', (IOC_BROKER) => {
    expect(faultsOf({ IOC_BROKER })).toEqual(['IOC_BROKER'])
  })

  it('take an InfluxDB as the store, with its token', () => {
    const IOC_STORE = 'influx+http://localhost:8086/?db=ioc'
    const influx = { address: { url: 'http://localhost:8086' }, token: null }
    expect(toConfig({ IOC_STORE }, '/ioc').influx).toMatchObject(influx)
    expect(toConfig({ IOC_STORE, IOC_INFLUX_TOKEN: 'a:b' }, '/ioc').influx?.token).toBe('a:b')
    expect(toConfig({}, '/ioc').influx).toBeNull()
    expect(faultsOf({ IOC_INFLUX_TOKEN: 'a:b' })).toEqual(['IOC_INFLUX_TOKEN'])
    expect(faultsOf({ IOC_STORE: 'influx+http://localhost:8086' })).toEqual(['IOC_STORE'])
  })

  it.each(Object.entries(SETTINGS))('stand in the README with their default: %s', (name, value) => {
    const row = README.split('\n').find((line) => line.startsWith('| `IOC_') && line.includes(`\`${name}\``))
    expect(row).toContain(value ? `\`${value}\`` : name)
  })
})
