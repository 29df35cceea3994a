import type { FieldMapping, Route } from '@ioc/shared/gateway'

/** A route as a form has it: what there are many of is a line each. What the form does not show stays as it was. */
export interface RouteDraft {
  topic: string
  codec: Route['codec']
  /** `3`: that level of the topic; otherwise a path in the payload; empty: not said. */
  device: string
  /** `name = station` */
  devices: string
  /** `field = property unit`, or `field = -` for one that is not wanted. */
  fields: string
  others: 'refuse' | 'ignore'
  /** What it was made from. */
  from: Route | null
}

export const NEW_ROUTE: RouteDraft = {
  topic: '',
  codec: 'chirpstack',
  device: '',
  devices: '',
  fields: '',
  others: 'ignore',
  from: null,
}

export function toRouteDraft(route: Route): RouteDraft {
  const { topic, codec, device, devices, defaults, others } = route
  return {
    topic,
    codec,
    device: device === undefined || 'from' in device ? '' : String('level' in device ? device.level : device.path),
    devices: Object.entries(devices)
      .map(([name, { station }]) => `${name} = ${station}`)
      .join('\n'),
    fields: Object.entries(defaults?.fields ?? {})
      .map(([name, field]) => `${name} = ${fieldText(field)}`)
      .join('\n'),
    others: others ?? 'refuse',
    from: route,
  }
}

/** The route as the API takes it. */
export function fromRouteDraft({ codec, devices, fields, others, from, ...draft }: RouteDraft): Route {
  const [topic, device] = [draft.topic.trim(), draft.device.trim()]
  const { device: placed, ...rest } = from ?? { devices: {} }
  const run = placed && 'from' in placed && device === '' ? placed : undefined
  const where = device === '' ? run : /^\d+$/.test(device) ? { level: Number(device) } : { path: device }
  const mapped = Object.fromEntries(linesOf(fields).map(([name, said]) => [name, toField(said, from, name)]))
  return {
    ...rest,
    topic,
    codec,
    ...(where && { device: where }),
    // A device keeps fields of its own, which lines do not show.
    devices: Object.fromEntries(linesOf(devices).map(([name, station]) => [name, { ...from?.devices[name], station }])),
    ...(Object.keys(mapped).length > 0 || from?.defaults ? { defaults: { fields: mapped } } : {}),
    others,
  }
}

function fieldText(field: FieldMapping): string {
  return field === null ? '-' : [field.property, field.unit].filter(Boolean).join(' ')
}

/** Numbers for words stay with the field that has them. */
function toField(said: string, from: Route | null, name: string): FieldMapping {
  if (said === '-') return null
  const [property = '', ...unit] = said.split(/\s+/)
  const values = from?.defaults?.fields[name]?.values
  return { property, ...(unit.length > 0 && { unit: unit.join(' ') }), ...(values && { values }) }
}

/** What stands before the last `=` of a line is the name: a path may have one. A line without any names nothing, and is refused. */
function linesOf(text: string): [name: string, said: string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const at = line.lastIndexOf('=')
    if (line.trim() === '') return []
    return at < 0 ? [[line.trim(), '']] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]]
  })
}
