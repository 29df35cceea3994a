import { resolve } from 'node:path'
import { parseInfluxAddress, type InfluxAddress } from './adapters/influx/address.js'
import { coded, type Fault } from './errors.js'

export interface Config {
  httpPort: number
  mqttPort: number
  mqttsPort: number
  /** Where the broker is that the field sends to; null: the server is the broker. */
  broker: string | null
  tls: { cert: string; key: string; clientCa: string | null } | null
  dataDir: string
  /** The InfluxDB that keeps observations; null: the embedded database keeps them all. */
  influx: { address: InfluxAddress; token: string | null } | null
  province: string
  adminPassword: string | null
  logLevel: string
  /** Messages a second that one device may send in the long run; 0 lifts the limit. */
  deviceRate: number
  /** The same of all devices together, over MQTT. */
  mqttRate: number
  /** The most MQTT connections that are held. */
  mqttConnections: number
  /** Where the secrets of simulated stations are written for the simulators; null: nowhere. */
  simCredentials: string | null
  /** The built dashboard. */
  webDir: string
  memoryMb: number
  /** How people reach the dashboard, without a slash at the end; null: nobody said. */
  publicUrl: string | null
  /** How often closed days are summed up and old months archived. */
  upkeepS: number
  /** How much of a processor core forecasts may take; 0: there are none. */
  forecastCpu: number
  /** The built module of the threads that forecast. */
  forecastWorker: string
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** What each setting means and is when it is not set; the README's table is checked against it. */
export const SETTINGS = {
  IOC_HTTP_PORT: '8080',
  IOC_MQTT_PORT: '1883',
  IOC_MQTTS_PORT: '8883',
  IOC_TLS_CERT: '',
  IOC_TLS_KEY: '',
  IOC_TLS_CLIENT_CA: '',
  IOC_DATA_DIR: './data',
  IOC_STORE: 'duckdb',
  IOC_INFLUX_TOKEN: '',
  IOC_BROKER: 'embedded',
  IOC_ADMIN_PASSWORD: '',
  IOC_PROVINCE: 'provinces/hue',
  IOC_LOG_LEVEL: 'info',
  IOC_DEVICE_RATE: '50',
  IOC_MQTT_RATE: '0',
  IOC_MQTT_CONNECTIONS: '20000',
  IOC_SIM_CREDENTIALS: '',
  IOC_MEMORY_MB: '1024',
  IOC_UPKEEP_S: '600',
  IOC_FORECAST_CPU: '0.5',
  IOC_PUBLIC_URL: '',
} as const

type Setting = keyof typeof SETTINGS

/** Turns the environment into a configuration, or names every fault at once. `root` is where the product lies. */
export function toConfig(env: Record<string, string | undefined>, root: string): Config {
  const faults: Fault[] = []
  const fault = (at: string, message: string) => faults.push({ at, message })
  for (const name of Object.keys(env)) {
    if (name.startsWith('IOC_') && !(name in SETTINGS)) fault(name, 'unknown setting')
  }
  const text = (name: Setting) => env[name] || SETTINGS[name]
  const number = (name: Setting, min: number, max: number) => {
    const value = Number(text(name))
    if (!Number.isFinite(value) || value < min || value > max) fault(name, `must be a number from ${min} to ${max}`)
    return value
  }
  const port = (name: Setting) => {
    const value = number(name, 0, 65_535)
    if (Number.isFinite(value) && !Number.isInteger(value)) fault(name, 'must be a whole number')
    return value
  }

  const influx = text('IOC_STORE') === SETTINGS.IOC_STORE ? null : parseInfluxAddress(text('IOC_STORE'))
  if (!influx && text('IOC_STORE') !== SETTINGS.IOC_STORE) {
    const like = 'influx+http://host:8086/?org=ORG&bucket=BUCKET or influx+http://host:8086/?db=DATABASE&rp=POLICY'
    fault('IOC_STORE', `must be "duckdb" or an address without credentials such as ${like}`)
  }
  if (text('IOC_STORE') === SETTINGS.IOC_STORE && env['IOC_INFLUX_TOKEN'])
    fault('IOC_INFLUX_TOKEN', 'needs an InfluxDB in IOC_STORE')
  if (text('IOC_BROKER') !== SETTINGS.IOC_BROKER && !isBrokerUrl(text('IOC_BROKER'))) {
    fault('IOC_BROKER', 'must be "embedded" or an address such as mqtt://user:password@host:1883')
  }
  const [cert, key] = [text('IOC_TLS_CERT'), text('IOC_TLS_KEY')]
  if (Boolean(cert) !== Boolean(key)) fault(cert ? 'IOC_TLS_KEY' : 'IOC_TLS_CERT', 'certificate and key go together')
  if (text('IOC_TLS_CLIENT_CA') && !cert) fault('IOC_TLS_CLIENT_CA', 'needs a certificate in IOC_TLS_CERT')
  const publicUrl = env['IOC_PUBLIC_URL']?.replace(/\/+$/, '') || null
  if (publicUrl !== null && !(/^https?:\/\/[^/]/.test(publicUrl) && URL.canParse(publicUrl))) {
    fault('IOC_PUBLIC_URL', 'must be an address such as https://ioc.hue.gov.vn')
  }
  if (!LEVELS.includes(text('IOC_LOG_LEVEL'))) fault('IOC_LOG_LEVEL', `must be one of ${LEVELS.join(', ')}`)
  const password = env['IOC_ADMIN_PASSWORD'] || null
  if (password !== null && password.length < 8) fault('IOC_ADMIN_PASSWORD', 'must have at least 8 characters')

  const config: Config = {
    httpPort: port('IOC_HTTP_PORT'),
    mqttPort: port('IOC_MQTT_PORT'),
    mqttsPort: port('IOC_MQTTS_PORT'),
    broker: text('IOC_BROKER') === SETTINGS.IOC_BROKER ? null : text('IOC_BROKER'),
    tls: cert && key ? { cert, key, clientCa: text('IOC_TLS_CLIENT_CA') || null } : null,
    dataDir: resolve(text('IOC_DATA_DIR')),
    influx: influx && { address: influx, token: env['IOC_INFLUX_TOKEN'] || null },
    province: env['IOC_PROVINCE'] ? resolve(env['IOC_PROVINCE']) : resolve(root, SETTINGS.IOC_PROVINCE),
    adminPassword: password,
    logLevel: text('IOC_LOG_LEVEL'),
    deviceRate: number('IOC_DEVICE_RATE', 0, 1e6),
    mqttRate: number('IOC_MQTT_RATE', 0, 1e7),
    mqttConnections: number('IOC_MQTT_CONNECTIONS', 1, 1e6),
    simCredentials: env['IOC_SIM_CREDENTIALS'] ? resolve(env['IOC_SIM_CREDENTIALS']) : null,
    webDir: resolve(root, 'web/dist'),
    memoryMb: number('IOC_MEMORY_MB', 128, 1e6),
    publicUrl,
    upkeepS: number('IOC_UPKEEP_S', 0.1, 86_400),
    forecastCpu: number('IOC_FORECAST_CPU', 0, 64),
    forecastWorker: resolve(root, 'server/dist/forecast-worker.js'),
  }
  if (faults.length > 0) {
    const list = faults.map(({ at, message }) => `${at}: ${message}`).join('; ')
    throw coded('config.bad', list, { faults })
  }
  return config
}

function isBrokerUrl(text: string): boolean {
  return /^(mqtts?|wss?):\/\/[^/]/.test(text) && URL.canParse(text)
}

/** The one place that reads the environment. */
export function readConfig(root: string): Config {
  return toConfig(process.env, root)
}
