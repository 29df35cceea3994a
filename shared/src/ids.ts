declare const brand: unique symbol

/** `[A-Za-z0-9][A-Za-z0-9_.-]{0,63}`, case-sensitive. */
export type StationId = string & { readonly [brand]: 'StationId' }
/** `[a-z0-9_]{1,40}`. */
export type PropertyKey = string & { readonly [brand]: 'PropertyKey' }
/** `station/property`: one property at one station. */
export type DatastreamId = string & { readonly [brand]: 'DatastreamId' }

export const STATION_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/
export const PROPERTY_KEY = /^[a-z0-9_]{1,40}$/

export function isStationId(text: unknown): text is StationId {
  return typeof text === 'string' && STATION_ID.test(text)
}

export function isPropertyKey(text: unknown): text is PropertyKey {
  return typeof text === 'string' && PROPERTY_KEY.test(text)
}

export function datastreamId(station: StationId, property: PropertyKey): DatastreamId {
  return `${station}/${property}` as DatastreamId
}
