/** The devices that a gateway's mapping names, or the one that the topic names. */
export type KnownDevices = { names: ReadonlySet<string> } | { only: string }

const SEPARATORS = ':/._-'

export type SplitName = (base: string, own: string) => { device: string; field: string }

/** Remembers what it split: a pack says few names many times. */
export function createSplit(devices: KnownDevices): SplitName {
  const known = new Map<string, ReturnType<SplitName>>()
  return (base, own) => {
    const key = `${base.length}:${base}${own}`
    let split = known.get(key)
    if (!split) known.set(key, (split = splitName(base, own, devices)))
    return split
  }
}

/**
 * Splits a SenML name into device and field: the longest name of a known device that it begins with, up to a separator
 * or to where the base name ends. A name that is all device is the field `value`.
 *
 * Where no device is known the split is a guess (base name, else up to the last separator) that only names it in a
 * rejection.
 */
function splitName(base: string, own: string, devices: KnownDevices): { device: string; field: string } {
  const name = base + own
  if ('only' in devices) {
    const rest = startsWithDevice(name, devices.only) ? name.slice(devices.only.length) : name
    return { device: devices.only, field: fieldOf(rest) }
  }
  for (let length = name.length; length > 0; length--) {
    const mayEnd = length === name.length || length === base.length || isSplit(name, length)
    if (mayEnd && devices.names.has(name.slice(0, length))) {
      return { device: name.slice(0, length), field: fieldOf(name.slice(length)) }
    }
  }
  const end = base !== '' && own !== '' ? base.length : lastSeparator(name)
  return { device: withoutEnd(name.slice(0, end)), field: fieldOf(name.slice(end)) }
}

function startsWithDevice(name: string, device: string): boolean {
  return name.startsWith(device) && (name.length === device.length || isSplit(name, device.length))
}

function isSplit(name: string, at: number): boolean {
  return isSeparator(name, at) || isSeparator(name, at - 1)
}

function isSeparator(name: string, at: number): boolean {
  const char = name[at]
  return char !== undefined && SEPARATORS.includes(char)
}

function fieldOf(rest: string): string {
  const field = isSeparator(rest, 0) ? rest.slice(1) : rest
  return field === '' ? 'value' : field
}

function withoutEnd(name: string): string {
  return isSeparator(name, name.length - 1) ? name.slice(0, -1) : name
}

function lastSeparator(name: string): number {
  const at = Math.max(name.lastIndexOf(':'), name.lastIndexOf('/'))
  return at > 0 && at < name.length - 1 ? at : name.length
}
