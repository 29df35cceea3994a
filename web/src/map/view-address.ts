import type { Place } from './open-camera.js'

/** A place as it stands in an address, `9.30/16.4637/107.5909`: zoom, latitude, longitude. */
export function placeText({ lon, lat, zoom }: Place): string {
  return `${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`
}

/** Null where the text is no place. */
export function parsePlace(text: unknown): Place | null {
  if (typeof text !== 'string' || !/^[\d.]+\/-?[\d.]+\/-?[\d.]+$/.test(text)) return null
  const [zoom = NaN, lat = NaN, lon = NaN] = text.split('/').map(Number)
  const isPlace = zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180
  return isPlace ? { lon, lat, zoom } : null
}

/** Whether both are the same to whoever reads the address. */
export function isThere(place: Place, other: Place | null): boolean {
  return other !== null && placeText(place) === placeText(other)
}
