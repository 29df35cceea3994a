import { z } from 'zod'
import type { StationId } from './ids.js'

const ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/
const DEV_EUI = /^[0-9a-f]{16}$/

export const CODECS = ['native', 'senml', 'sparkplug', 'chirpstack', 'tts', 'flat'] as const

const topicFilter = z.string().max(512).refine(isTopicFilter, 'is no topic filter below a fixed first level')

/** What one field of a device means; null: known, and not wanted. */
const fieldSchema = z
  .strictObject({
    property: z.string().regex(/^[a-z0-9_]{1,40}$/),
    /** The unit it travels in, where the payload does not say; left out: the property's own. */
    unit: z.string().min(1).max(32).optional(),
    /** Numbers for words and yes or no: `{"ON": 1, "true": 1}`. */
    values: z.record(z.string().max(64), z.number()).optional(),
  })
  .nullable()

const fieldsSchema = z.record(z.string().max(256), fieldSchema)

const deviceSchema = z.strictObject({
  station: z.string().regex(ID),
  /** On top of the route's `defaults`. */
  fields: fieldsSchema.optional(),
})

const routeSchema = z.strictObject({
  topic: topicFilter,
  codec: z.enum(CODECS),
  /** Where the device's name stands: a level of the topic (from 0), a run of levels, or a path in the payload. */
  device: z
    .union([
      z.strictObject({ level: z.number().int().min(0).max(64) }),
      z.strictObject({ from: z.number().int().min(0).max(64), to: z.number().int().min(-64).max(64).optional() }),
      z.strictObject({ path: z.string().min(1).max(256) }),
    ])
    .optional(),
  /** Flat JSON: the part of the payload that holds the fields. */
  root: z.string().min(1).max(256).optional(),
  /** Flat JSON: where the time stands and how it is written; `local` is Vietnamese time without a zone. */
  time: z
    .strictObject({
      path: z.string().min(1).max(256),
      as: z.enum(['iso', 'local', 'seconds', 'milliseconds']),
    })
    .optional(),
  devices: z.record(z.string().min(1).max(256), deviceSchema),
  defaults: z.strictObject({ fields: fieldsSchema }).optional(),
  /** What happens to a field that nobody mapped: refused and counted, unless it is to be left alone. */
  others: z.enum(['refuse', 'ignore']).optional(),
})

/** Something that speaks for stations: who it is, where it may publish and what its payloads mean. */
export const gatewaySchema = z
  .strictObject({
    id: z.string().regex(ID),
    name: z.string().trim().min(1).max(200),
    agency: z.string().max(200).optional(),
    /** The stations it may speak for. */
    stations: z.array(z.string().regex(ID)).max(10_000),
    /** The MQTT filters that it may publish to. */
    topics: z.array(topicFilter).min(1).max(100),
    /** The first that fits a topic reads it. */
    routes: z.array(routeSchema).max(100),
  })
  .superRefine(({ stations, topics, routes }, context) => {
    const own = new Set(stations)
    for (const [index, route] of routes.entries()) {
      const fault = (path: string[], message: string) =>
        context.addIssue({ code: 'custom', path: ['routes', index, ...path], message })
      if (!topics.some((filter) => matchesTopic(filter, route.topic))) {
        fault(['topic'], 'is not among the topics that the gateway may publish to')
      }
      if (route.codec === 'flat' && !route.device) fault(['device'], 'flat JSON does not say which device it is about')
      for (const [name, { station }] of Object.entries(route.devices)) {
        if (!own.has(station)) fault(['devices', name, 'station'], `the gateway does not speak for ${station}`)
        if (route.codec === 'chirpstack' && !DEV_EUI.test(name)) {
          fault(['devices', name], 'a ChirpStack device is named by its DevEUI, 16 hexadecimal digits in lower case')
        }
      }
    }
  })

type GatewayDocument = z.infer<typeof gatewaySchema>
export type Gateway = Omit<GatewayDocument, 'stations'> & { stations: StationId[] }
export type Route = GatewayDocument['routes'][number]
export type FieldMapping = z.infer<typeof fieldSchema>

/** Whether a gateway's connection may publish there. */
export function mayPublish(gateway: Pick<Gateway, 'topics'>, topic: string): boolean {
  return !/[+#]/.test(topic) && gateway.topics.some((filter) => matchesTopic(filter, topic))
}

/** The route that reads a topic. */
export function routeOf(gateway: Pick<Gateway, 'routes'>, topic: string): Route | undefined {
  return gateway.routes.find((route) => matchesTopic(route.topic, topic))
}

/** Whether an MQTT filter takes a topic in; of another filter, whether it takes in all that the other one does. */
export function matchesTopic(filter: string, topic: string): boolean {
  const wanted = filter.split('/')
  const levels = topic.split('/')
  for (const [index, want] of wanted.entries()) {
    if (want === '#') return true
    const level = levels[index]
    if (level === undefined || level === '#' || (want !== '+' && want !== level)) return false
  }
  return wanted.length === levels.length
}

/** A filter whose first level is fixed: a gateway never speaks everywhere. */
function isTopicFilter(filter: string): boolean {
  const levels = filter.split('/')
  if (filter.includes('\0') || /^([$+#]|$)/.test(levels[0] as string)) return false
  return levels.every((level, index) => {
    if (level === '#') return index === levels.length - 1
    return level === '+' || !/[+#]/.test(level)
  })
}
